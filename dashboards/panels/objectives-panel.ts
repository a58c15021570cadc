import { indicatorLabel } from "@signalbox/contract";
import {
  budgetRemaining,
  burnRate,
  historyStart,
  objectiveInfo,
  recordedErrorRatio,
  sumBy,
  timeToExhaustion,
} from "../../queries/index.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { table } from "../house-style/table.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, inWords } from "../scope.ts";

/** Target, owner and present state of every objective in one table. */
export function objectivesPanel(scope: BoardScope): PanelDraft {
  const row = [...scope.chosenLabels, indicatorLabel];
  return table({
    title: "Objectives",
    description:
      "Who owns each objective, what it promises and how it stands. Red cells: the budget is spent, or is being spent faster than the window allows. Lasts: how long the budget lasts at the burn rate of the last hour. Counted since: until the budget's window is full, the budget says what happened from that moment on.",
    unit: units.number,
    noValue: "No data yet",
    labels: {
      [indicatorLabel]: "Objective",
      ...Object.fromEntries(scope.chosenLabels.map((label) => [label, inWords(label)])),
      owner: "Owner",
      target: "Target",
    },
    labelsFrom: sumBy([...row, "owner", "target"], objectiveInfo(scope.where)),
    columns: [
      { name: "Error ratio", expression: sumBy(row, recordedErrorRatio("5m", scope.where)), unit: units.ratio },
      { name: "Burn rate", expression: sumBy(row, burnRate(scope.where)), unit: units.number, badFrom: 1 },
      { name: "Budget left", expression: sumBy(row, budgetRemaining(scope.where)), unit: units.ratio, badBelow: 0 },
      { name: "Lasts", expression: sumBy(row, timeToExhaustion(scope.where)), unit: units.seconds },
      { name: "Counted since", expression: `${sumBy(row, historyStart(scope.where))} * 1000`, unit: units.moment },
    ],
    sortedBy: "Burn rate",
  });
}
