import { indicatorLabel } from "@signalbox/contract";
import { budgetRatio, type Objective } from "../../config/index.ts";
import {
  badEventCount,
  budgetRemaining,
  equals,
  firingAlerts,
  type Matcher,
  recordedErrorRatio,
  recordedEvents,
} from "../../queries/index.ts";
import { matchersOf, placesOf } from "../places.ts";
import { type Incident, incidentWindow } from "./incident.ts";

/** The query of the alerts that fired, for every minute of the incident. */
export function firedQuestion(incident: Incident): string {
  return firingAlerts(whereOf(incident));
}

/** What is asked of each objective, each at one moment. */
export interface CostQuestions {
  readonly objective: Objective;
  /** What is left of the budget, at the begin and at the end. */
  readonly budgetLeft: string;
  /** Bad events, or bad minutes where minutes count, at the end. */
  readonly badEvents: string;
  /** The share of the whole budget that these were, at the end. */
  readonly spentRatio: string;
  /** The highest error ratio over 5 minutes, at the end. */
  readonly worstRatio: string;
}

/** What the incident cost, as queries of recorded series. */
export function costQuestions(incident: Incident): readonly CostQuestions[] {
  const window = incidentWindow(incident);
  return incident.objectives.objectives.map((objective) => {
    const where = [equals(indicatorLabel, objective.indicator), ...whereOf(incident)];
    const badEvents = badEventCount(where, window, 1);
    const events = `sum_over_time(${recordedEvents(where)}[${objective.windowDays}d:5m]) * 300`;
    return {
      objective,
      budgetLeft: budgetRemaining(where),
      badEvents,
      spentRatio: `${badEvents} / (${events} > 0) / ${budgetRatio(objective.targetRatio)}`,
      worstRatio: `max_over_time(${recordedErrorRatio("5m", where)}[${window}])`,
    };
  });
}

function whereOf({ objectives, config, environment }: Incident): readonly Matcher[] {
  return matchersOf(config, placesOf(objectives.service, config, [environment]));
}
