import { dependencyLabel } from "@signalbox/contract";
import { callDurationQuantile } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How long dependencies take to answer. */
export function callDurationPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Call duration, p95",
    description:
      "One call in twenty waits longer than this until its answer begins, by dependency. A dependency that climbs here makes the service slow before it makes it fail.",
    unit: units.seconds,
    questions: [
      { expression: callDurationQuantile(0.95, scope.where, rateWindow), legend: legendOf([dependencyLabel]) },
    ],
    noValue: "No calls",
  });
}
