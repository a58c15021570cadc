import { trafficFactor } from "./incident.ts";
import type { IndicatorTraffic } from "./indicator-traffic.ts";
import { isDuring, type SimulatedService, toldRatio } from "./simulated-series.ts";
import { minutesBetween } from "./simulated-time.ts";

/** What an incident costs one objective. */
export interface BudgetCost {
  readonly indicator: string;
  readonly targetRatio: number;
  readonly windowDays: number;
  /** Bad events of the incident; bad minutes where minutes count. */
  readonly badEvents: number;
  /** The share of the whole budget that they are; above 1 the objective is missed. */
  readonly costRatio: number;
  /** The same as minutes of a total outage at average traffic. */
  readonly outageMinutes: number;
  /** How many such minutes the whole budget allows. */
  readonly allowedOutageMinutes: number;
}

/** What the incident costs each objective: its bad events, or minutes, against those that the window before its end allows. */
export function budgetCosts(simulated: SimulatedService): readonly BudgetCost[] {
  return simulated.indicators.map((traffic) => {
    const { indicator, targetRatio, windowDays } = traffic.objective;
    const { events, badEvents } = counted(traffic, simulated);
    const budgetRatio = 1 - targetRatio;
    const windowMinutes = windowDays * 1440;
    return {
      indicator,
      targetRatio,
      windowDays,
      badEvents: plain(badEvents),
      costRatio: events === 0 ? 0 : plain(badEvents / (events * budgetRatio)),
      outageMinutes: events === 0 ? 0 : plain((badEvents / events) * windowMinutes),
      allowedOutageMinutes: plain(windowMinutes * budgetRatio),
    };
  });
}

function counted(
  { objective, usual, during }: IndicatorTraffic,
  simulated: SimulatedService,
): { readonly events: number; readonly badEvents: number } {
  const { recoveryMillis } = simulated.time;
  let events = 0;
  let badEvents = 0;
  for (const millis of minutesBetween(recoveryMillis - objective.windowDays * 86_400_000, recoveryMillis - 60_000)) {
    const rates = isDuring(simulated, millis) ? during : usual;
    if (objective.kind === "timeSlice") {
      events += 1;
      if (rates.badEvents > (1 - objective.goodRatio) * rates.events) badEvents += 1;
    } else {
      const seconds = 60 * trafficFactor(simulated.traffic.shape, millis) * toldRatio(simulated, millis);
      events += rates.events * seconds;
      badEvents += rates.badEvents * seconds;
    }
  }
  return { events, badEvents };
}

function plain(value: number): number {
  return Number(value.toPrecision(6));
}
