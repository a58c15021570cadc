import type { Backtest, BacktestAlert, ObjectiveHistory } from "../../simulation/index.ts";
import { momentOf } from "./durations.ts";

/** A backtest for programs: moments as RFC 3339 in UTC, durations in seconds, ratios 0 to 1. */
export function backtestDocument(backtest: Backtest, server: string): Readonly<Record<string, unknown>> {
  const { startMillis, endMillis, alerts, lasting, objectives, against, problems } = backtest;
  return {
    server,
    from: momentOf(startMillis),
    until: momentOf(endMillis),
    alerts: alerts.map(alertDocument),
    lasting: lasting.map(alertDocument),
    objectives: objectives.map(objectiveDocument),
    ...(against === undefined
      ? {}
      : { against: { alerts: against.alerts.map(alertDocument), lasting: against.lasting.map(alertDocument) } }),
    problems,
  };
}

function alertDocument({ alert, urgency, labels, fromMillis, untilMillis }: BacktestAlert): object {
  return {
    alert,
    urgency: urgency ?? null,
    labels,
    from: momentOf(fromMillis),
    until: untilMillis === undefined ? null : momentOf(untilMillis),
    seconds: untilMillis === undefined ? null : (untilMillis - fromMillis) / 1000,
  };
}

function objectiveDocument({ firstMillis, ...rest }: ObjectiveHistory): object {
  return { ...rest, from: momentOf(firstMillis) };
}
