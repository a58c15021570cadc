import { indicatorMetrics, recordedSeries } from "@signalbox/contract";
import { budgetRemaining, burnRate, recordedBadEvents, recordedErrorRatio, recordedEvents } from "./recorded.ts";
import { type Matcher, selector } from "./selector.ts";

/**
 * What is left of an error budget: 1 with no bad event, 0 when spent, negative when overspent; absent without events.
 * The sums weigh each moment by its traffic. The step of 5 minutes is the window of the recorded rates, so nothing is
 * counted twice and a 28-day window reads 8,064 points.
 * @param budgetRatio the share of events that may be bad, 0 to 1
 */
export function budgetRemainingOver(where: readonly Matcher[], windowDays: number, budgetRatio: number): string {
  const over = (series: string): string => `sum_over_time(${series}[${windowDays}d:5m])`;
  const all = `(${over(recordedEvents(where))} > 0)`;
  return `1 - (${over(recordedBadEvents(where))} / ${all}) / ${budgetRatio}`;
}

/** How many times faster than allowed the budget burned over the last hour: 1 spends it exactly by the end of its window. */
export function burnRateOf(where: readonly Matcher[], budgetRatio: number): string {
  return `${recordedErrorRatio("1h", where)} / ${budgetRatio}`;
}

/**
 * Seconds until the budget is spent if it burns on as over the last hour: 0 when it is spent already, absent while nothing
 * burns. What leaves the window on its old side meanwhile is not counted.
 */
export function timeToExhaustionOf(where: readonly Matcher[], windowDays: number): string {
  return `clamp_min(${budgetRemaining(where)}, 0) * ${windowDays * 86_400} / (${burnRate(where)} > 0)`;
}

/**
 * Since when events are recorded, in seconds since 1970, as long as that is less than the budget's window ago; absent once
 * the window is full. It is known to the hour, and is full two hours early rather than never.
 */
export function historyStartOf(where: readonly Matcher[], windowDays: number): string {
  const fullSeconds = (windowDays * 24 - 2) * 3600;
  return `min_over_time(timestamp(${recordedEvents(where)})[${windowDays}d:1h]) > time() - ${fullSeconds}`;
}

/**
 * How many bad events a window saw, from the recorded rates. A step of 1 minute is quicker to notice, a step of 5 is
 * cheaper. It counts only what was recorded, so a service that is a minute old is not projected onto the window.
 */
export function badEventCount(where: readonly Matcher[], window: string, stepMinutes: 1 | 5): string {
  return `sum_over_time(${recordedBadEvents(where)}[${window}:${stepMinutes}m]) * ${stepMinutes * 60}`;
}

/** 1 for each identity and indicator whose events are recorded. */
export function objectivePresence(where: readonly Matcher[], by: readonly string[]): string {
  return `group by (${by.join(", ")}) (${selector(recordedSeries.events, where)})`;
}

/** How many routes of an indicator the service's router does not know; pods agree, so the largest answer is taken. */
export function unmatchedRoutes(where: readonly Matcher[], by: readonly string[]): string {
  return `max by (${by.join(", ")}) (${selector(indicatorMetrics.unmatchedRoutes, where)})`;
}

/** Share of bad events over 5 minutes, 0 to 1, from the two recorded rates; absent without traffic. */
export function ratioOfRecorded(where: readonly Matcher[]): string {
  return `${recordedBadEvents(where)} / (${recordedEvents(where)} > 0)`;
}
