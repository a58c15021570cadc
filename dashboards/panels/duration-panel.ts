import { durationQuantile } from "../../queries/index.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { quantileLines } from "../house-style/quantile-lines.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";
import { latencyThresholdSeconds } from "../whole-service-objectives.ts";

/** How long answers take, beside the threshold of the latency objective. */
export function durationPanel(scope: BoardScope): PanelDraft {
  const limit = latencyThresholdSeconds(scope);
  return quantileLines({
    title: "Duration",
    description:
      "Half of the requests take at most p50, one in twenty longer than p95, one in a hundred longer than p99. Computed from the buckets of all instances together; failures count too, and fast ones make it look better.",
    unit: units.seconds,
    expression: (quantile) => durationQuantile(scope.family, quantile, scope.where, rateWindow),
    noValue: "No requests",
    ...(limit === undefined ? {} : { limit }),
  });
}
