import { alertNames } from "@signalbox/contract";
import { type Objective, objectiveBadInWords } from "../../config/index.ts";
import { recordedErrorRatio } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import { allowedRatio, type BoardScope, legendOf, percentText, whereObjective } from "../scope.ts";

/** Bad events of one objective against what its target allows, drawn as a line. */
export function errorRatioObjectivePanel(scope: BoardScope, objective: Objective): PanelDraft {
  const runbook = scope.runbookUrl(alertNames.errorBudgetBurn);
  return lines({
    title: `Error ratio: ${objective.indicator}`,
    description: [
      `Share of bad ${objective.kind === "timeSlice" ? "minutes" : "events"} in 5 minutes: ${objectiveBadInWords(scope.service, objective)}. The dashed line is what a target of ${percentText(objective.targetRatio)} allows in the long run.`,
      "Time above it spends the budget; alerts fire when it is spent too fast.",
      ...(runbook === undefined ? [] : [`[What to do](${runbook})`]),
    ].join(" "),
    unit: units.ratio,
    questions: [
      { expression: recordedErrorRatio("5m", whereObjective(scope, objective)), legend: legendOf(scope.chosenLabels) },
    ],
    noValue: "No events",
    colour: colours.bad,
    limit: allowedRatio(objective),
  });
}
