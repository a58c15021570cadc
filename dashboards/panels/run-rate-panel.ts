import { workLabel } from "@signalbox/contract";
import { runRate } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How much work is done beside requests. */
export function runRatePanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Runs",
    description: "Runs that ended, by kind of work. Zero while items wait is a consumer that has stopped.",
    unit: units.countsPerSecond,
    questions: [{ expression: runRate(scope.where, rateWindow), legend: legendOf([workLabel]) }],
    noValue: "No work yet",
  });
}
