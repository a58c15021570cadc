import { alertNames } from "@signalbox/contract";
import type { Objective } from "../../config/index.ts";
import { budgetRemaining } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { tile } from "../house-style/tile.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf, percentText, whereObjective } from "../scope.ts";

/** What is left of the error budget of one objective; red once it is spent. */
export function budgetLeftPanel(scope: BoardScope, objective: Objective): PanelDraft {
  const runbook = scope.runbookUrl(alertNames.errorBudgetBurn);
  return tile({
    title: `Error budget left: ${objective.indicator}`,
    description: [
      `How much of the errors that ${percentText(objective.targetRatio)} over ${objective.windowDays} days allows is still unspent.`,
      "100 % is untouched; below 0 the objective is missed. With little left, reliability comes before features.",
      ...(runbook === undefined ? [] : [`[What to do](${runbook})`]),
    ].join(" "),
    unit: units.ratio,
    questions: [
      { expression: budgetRemaining(whereObjective(scope, objective)), legend: legendOf(scope.chosenLabels) },
    ],
    noValue: "None in the first 5 minutes",
    colour: colours.bad,
    steps: [
      { from: 0, colour: colours.warning },
      { from: 0.25, colour: colours.good },
    ],
  });
}
