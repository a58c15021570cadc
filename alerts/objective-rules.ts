import { indicatorLabel, recordedSeries } from "@signalbox/contract";
import { budgetRatio, type Objective } from "../config/index.ts";
import {
  budgetRemainingOver,
  burnRateOf,
  equals,
  historyStartOf,
  objectivePresence,
  timeToExhaustionOf,
} from "../queries/index.ts";
import type { AlertScope } from "./alert.ts";
import { matchersOf } from "./places.ts";
import type { RecordingRule } from "./rule-file.ts";

/**
 * Records what is left of an objective's budget, how fast it burns, how long it lasts, since when it is counted, and who owns it. Owner and target are labels of the
 * information series only, so that changing them does not begin the history of the others anew.
 */
export function objectiveRules(objective: Objective, scope: AlertScope): readonly RecordingRule[] {
  const { config, objectives, places } = scope;
  const { indicator, targetRatio, tier, windowDays } = objective;
  const sli = { [indicatorLabel]: indicator };
  const where = [equals(indicatorLabel, indicator), ...matchersOf(config, places)];
  const budget = budgetRatio(targetRatio);
  return [
    {
      record: recordedSeries.budgetRemaining,
      expr: budgetRemainingOver(where, windowDays, budget),
      labels: { ...sli },
    },
    { record: recordedSeries.burnRate, expr: burnRateOf(where, budget), labels: { ...sli } },
    { record: recordedSeries.timeToExhaustion, expr: timeToExhaustionOf(where, windowDays), labels: { ...sli } },
    { record: recordedSeries.historyStart, expr: historyStartOf(where, windowDays), labels: { ...sli } },
    {
      record: recordedSeries.info,
      expr: objectivePresence(where, config.identity),
      labels: {
        ...sli,
        owner: objectives.service.team,
        target: String(targetRatio),
        ...(tier === undefined ? {} : { tier }),
      },
    },
  ];
}
