import { recordedSeries } from "@signalbox/contract";
import type { IndicatorEvents } from "./indicator-events.ts";
import { type Matcher, selector } from "./selector.ts";

/**
 * Whether the last minute was bad: 1 when more than the allowed share of its events was, else 0, also without events;
 * absent where nothing is measured.
 * @param allowedBadRatio the share of bad events up to which a minute is good, 0 to 1
 * @param scrapeIntervalSeconds the window is so much longer than a minute, because the increase of a minute lies between a sample
 * before it and one at its end
 */
export function minuteIsBad(
  { events, errorRatio }: IndicatorEvents,
  allowedBadRatio: number,
  scrapeIntervalSeconds: number,
): string {
  const window = `${60 + scrapeIntervalSeconds}s`;
  return `(${errorRatio(window)} > bool ${allowedBadRatio}) or 0 * ${events(window)}`;
}

/** Minutes per second over 5 minutes: 1/60, and less where some were not measured. */
export function minutesPerSecond(where: readonly Matcher[]): string {
  return `count_over_time(${badMinutes(where)}[5m]) / 300`;
}

/** Bad minutes per second over 5 minutes. */
export function badMinutesPerSecond(where: readonly Matcher[]): string {
  return `sum_over_time(${badMinutes(where)}[5m]) / 300`;
}

/** Share of the minutes of a window that were bad, 0 to 1. */
export function badMinuteRatio(where: readonly Matcher[], window: string): string {
  return `avg_over_time(${badMinutes(where)}[${window}])`;
}

/** How many minutes of a window were bad. */
export function badMinuteCount(where: readonly Matcher[], window: string): string {
  return `sum_over_time(${badMinutes(where)}[${window}])`;
}

function badMinutes(where: readonly Matcher[]): string {
  return selector(recordedSeries.badMinute, where);
}
