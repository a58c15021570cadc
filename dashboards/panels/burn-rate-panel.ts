import { indicatorLabel } from "@signalbox/contract";
import { burnRate } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How fast every objective spends its budget; 1 lasts exactly for the window. */
export function burnRatePanel(scope: BoardScope): PanelDraft {
  const windows = [...new Set(scope.objectives.map(({ windowDays }) => windowDays))];
  const lasts = windows.length > 1 ? "the window of its objective" : `${windows[0] ?? scope.windowDays} days`;
  return lines({
    title: "Burn rate over the last hour",
    description: `How many times faster than allowed the error budget is spent. At 1 it lasts exactly ${lasts}. Short peaks are harmless; a line that stays above 1 misses the objective.`,
    unit: units.number,
    questions: [{ expression: burnRate(scope.where), legend: legendOf([...scope.chosenLabels, indicatorLabel]) }],
    noValue: "No data yet",
    limit: 1,
  });
}
