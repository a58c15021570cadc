import { indicatorMetrics, recordedSeries } from "@signalbox/contract";
import type { IndicatorEvents } from "./indicator-events.ts";
import { recordedBadEvents, recordedErrorRatio, recordedEvents } from "./recorded.ts";
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

/** Share of bad events over a window, 0 to 1, from the events themselves; 0 before the first bad one, absent without traffic. */
export function eventErrorRatio({ events, badEvents }: IndicatorEvents, window: string): string {
  return `${badEvents(window)} / (${events(window)} > 0)`;
}

/** Share of bad events over 5 minutes, 0 to 1, from the two recorded rates; absent without traffic. */
export function ratioOfRecorded(where: readonly Matcher[]): string {
  return `${recordedBadEvents(where)} / (${recordedEvents(where)} > 0)`;
}
