import { metricLabel, recordedSeries } from "@signalbox/contract";
import { groupBy, sumBy } from "./aggregate.ts";
import { equals, type Matcher, selector } from "./selector.ts";
import { targetsUp } from "./targets.ts";

/** How many weeks back a counter of the business is compared with. */
const comparedWeeks: readonly number[] = [1, 2, 3, 4];

/** The fewest weeks that make an expectation. */
const fewestWeeks = 2;

/** Events per second over an hour of a counter, from what is recorded of it. */
export function hourlyEvents(counter: string, where: readonly Matcher[]): string {
  return `avg_over_time(${selector(recordedSeries.businessEvents, [equals(metricLabel, counter), ...where])}[1h:5m])`;
}

/**
 * Events per second that the same hour of earlier weeks lets expect: the median of up to 4 weeks, of the hour before
 * or the hour after this time of the week, whichever had less. So a counter that rests every evening is not expected to move after
 * it went to rest. Absent before there are 2 weeks.
 */
export function expectedEvents(counter: string, where: readonly Matcher[], by: readonly string[]): string {
  const series = selector(recordedSeries.businessEventsHourly, [equals(metricLabel, counter), ...where]);
  const labels = [...by, metricLabel].join(", ");
  const inWeeks = (hoursLater: number): string =>
    comparedWeeks
      .map((week) => `label_replace(${series} offset ${week * 168 - hoursLater}h, "week", "${week}", "", "")`)
      .join(" or ");
  const median = (hoursLater: number): string => `quantile by (${labels}) (0.5, ${inWeeks(hoursLater)})`;
  const less = `(${median(0)} < ${median(1)} or ${median(1)})`;
  return `${less} and count by (${labels}) (${inWeeks(0)}) >= ${fewestWeeks}`;
}

/**
 * The share of the expected events of a counter that came within a window, by the given labels; 0 where targets answer and expose no
 * such counter. Absent where no target answers, or none did when the window began: a rate of half a window is too low.
 */
export function shareOfExpected(
  counter: string,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string {
  const answering = `(${targetsUp(where, by)} > 0 and ${targetsUp(where, by, window)} > 0)`;
  const rate = sumBy(by, `rate(${selector(counter, where)}[${window}])`);
  return `(${rate} and ${answering} or 0 * ${answering}) / on (${by.join(", ")}) ${recordedExpectation(counter, where)}`;
}

/** Events per second that are expected of a counter, as recorded. */
export function recordedExpectation(counter: string, where: readonly Matcher[]): string {
  return selector(recordedSeries.expectedBusinessEvents, [equals(metricLabel, counter), ...where]);
}

/** Events of a counter within a window, by the given labels; absent where the counter is younger than the window. */
export function eventsWithin(
  counter: string,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string {
  const series = selector(counter, where);
  return `${sumBy(by, `increase(${series}[${window}])`)} and ${groupBy(by, `${series} offset ${window}`)}`;
}
