import { indicatorLabel, recordedSeries } from "@signalbox/contract";
import type { Objective } from "../config/index.ts";
import { budgetRemainingOver, burnRateOf, equals, objectivePresence } from "../queries/index.ts";
import type { AlertScope } from "./alert.ts";
import { budgetRatio } from "./burn-pairs.ts";
import { matchersOf } from "./places.ts";
import type { RecordingRule } from "./rule-file.ts";

/**
 * Records what is left of an objective's budget, how fast it burns, and who owns it. Owner and target are labels of the
 * information series only, so that changing them does not begin the history of the others anew.
 */
export function objectiveRules(objective: Objective, scope: AlertScope): readonly RecordingRule[] {
  const { config, objectives, places } = scope;
  const { indicator, targetRatio } = objective;
  const sli = { [indicatorLabel]: indicator };
  const where = [equals(indicatorLabel, indicator), ...matchersOf(config, places)];
  const budget = budgetRatio(targetRatio);
  return [
    {
      record: recordedSeries.budgetRemaining,
      expr: budgetRemainingOver(where, objectives.windowDays, budget),
      labels: { ...sli },
    },
    { record: recordedSeries.burnRate, expr: burnRateOf(where, budget), labels: { ...sli } },
    {
      record: recordedSeries.info,
      expr: objectivePresence(where, [...config.identity, indicatorLabel]),
      labels: { ...sli, owner: objectives.service.team, target: String(targetRatio) },
    },
  ];
}
