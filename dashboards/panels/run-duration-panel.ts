import { workLabel } from "@signalbox/contract";
import { runDurationQuantile } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How long work takes that succeeds. */
export function runDurationPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Run duration, p95",
    description:
      "One successful run in twenty takes longer than this, by kind of work. Failed runs are left out, because fast ones would make it look better.",
    unit: units.seconds,
    questions: [
      { expression: runDurationQuantile(0.95, "success", scope.where, rateWindow), legend: legendOf([workLabel]) },
    ],
    noValue: "No runs",
  });
}
