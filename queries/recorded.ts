import { type RatioWindow, recordedSeries } from "@signalbox/contract";
import { type Matcher, selector } from "./selector.ts";

/** Share of bad events over a window, as recorded, 0 to 1. */
export function recordedErrorRatio(window: RatioWindow, where: readonly Matcher[]): string {
  return selector(recordedSeries.errorRatio(window), where);
}

/** Events per second over 5 minutes, as recorded. */
export function recordedEvents(where: readonly Matcher[]): string {
  return selector(recordedSeries.events, where);
}

/** Bad events per second over 5 minutes, as recorded. */
export function recordedBadEvents(where: readonly Matcher[]): string {
  return selector(recordedSeries.badEvents, where);
}

/** What is left of the error budget, 1 at the start, negative when overspent. */
export function budgetRemaining(where: readonly Matcher[]): string {
  return selector(recordedSeries.budgetRemaining, where);
}

/** How many times faster than allowed the budget burns, over the last hour. */
export function burnRate(where: readonly Matcher[]): string {
  return selector(recordedSeries.burnRate, where);
}

/**
 * Error ratio over a long window from the recorded 5-minute rates: the sum of bad over the sum of all, so that busy and
 * quiet hours weigh by their traffic and an idle stretch is not NaN.
 */
export function chainedErrorRatio(where: readonly Matcher[], window: string): string {
  const bad = `sum_over_time(${recordedBadEvents(where)}[${window}])`;
  const all = `sum_over_time(${recordedEvents(where)}[${window}])`;
  return `${bad} / (${all} > 0)`;
}

/** Seconds until the budget is spent at the rate of the last hour; absent while nothing burns. */
export function timeToExhaustion(where: readonly Matcher[]): string {
  return selector(recordedSeries.timeToExhaustion, where);
}

/** Since when events are recorded, in seconds since 1970; absent once the budget's window is full. */
export function historyStart(where: readonly Matcher[]): string {
  return selector(recordedSeries.historyStart, where);
}

/** 1 for each objective, with its owner and target as labels. */
export function objectiveInfo(where: readonly Matcher[]): string {
  return selector(recordedSeries.info, where);
}
