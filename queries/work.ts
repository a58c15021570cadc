import { type WorkOutcome, workLabel, workMetrics } from "@signalbox/contract";
import { groupBy, maxBy, ratioOf, sumBy } from "./aggregate.ts";
import { equals, type Matcher, selector } from "./selector.ts";

const byWork: readonly string[] = [workLabel];

/** Runs per second that ended, by the given labels, by default by kind of work. */
export function runRate(where: readonly Matcher[], window: string, by: readonly string[] = byWork): string {
  return sumBy(by, `rate(${selector(workMetrics.runs, where)}[${window}])`);
}

/** Share of runs that ended with an error, 0 to 1, by kind of work; 0 where none has ever failed, absent without runs. */
export function failedRunRatio(where: readonly Matcher[], window: string): string {
  return ratioOf(failedRunRate(where, window, byWork), runRate(where, window));
}

/** {@link failedRunRatio} by the given labels, for an alert: absent where none has ever failed too. */
export function failingRunRatio(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return `${failedRunRate(where, window, by)} / (${runRate(where, window, by)} > 0)`;
}

function failedRunRate(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy(by, `rate(${selector(workMetrics.failedRuns, where)}[${window}])`);
}

/** How many runs ended with an error within a window, by the given labels. */
export function failedRunCount(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy(by, `increase(${selector(workMetrics.failedRuns, where)}[${window}])`);
}

/** A quantile of the seconds that runs with an outcome took, by kind of work. */
export function runDurationQuantile(
  quantile: number,
  outcome: WorkOutcome,
  where: readonly Matcher[],
  window: string,
): string {
  return quantileOf(workMetrics.duration, quantile, [...where, equals("outcome", outcome)], window);
}

/** A quantile of the seconds that items had waited when work on them began, by kind of work. */
export function itemAgeQuantile(quantile: number, where: readonly Matcher[], window: string): string {
  return quantileOf(workMetrics.age, quantile, where, window);
}

/** Runs that have not ended, by kind of work. */
export function activeRuns(where: readonly Matcher[]): string {
  return sumBy(byWork, selector(workMetrics.active, where));
}

/** Seconds since any instance last ended a run without an error, by kind of work; absent before the first. */
export function secondsSinceSuccess(where: readonly Matcher[]): string {
  return `time() - max by (${byWork.join(", ")}) (${selector(workMetrics.lastSuccess, where)})`;
}

/**
 * Seconds for which a kind of work has had no success, where that is longer than allowed, by the given labels. A success
 * of an instance that is gone counts for twice that time. Work without any success counts from when it was first known.
 */
export function overdueSeconds(
  work: string,
  allowedSeconds: number,
  where: readonly Matcher[],
  by: readonly string[],
): string {
  const ofWork = [equals(workLabel, work), ...where];
  const labels = [...by, workLabel];
  const runs = selector(workMetrics.runs, ofWork);
  const latest = maxBy(labels, `max_over_time(${selector(workMetrics.lastSuccess, ofWork)}[${2 * allowedSeconds}s])`);
  const known = `${groupBy(labels, runs)} and ${groupBy(labels, `${runs} offset ${allowedSeconds}s`)}`;
  return `time() - ${latest} > ${allowedSeconds} or ${allowedSeconds} * (${known} unless ${latest})`;
}

function quantileOf(metric: string, quantile: number, where: readonly Matcher[], window: string): string {
  const buckets = sumBy(["le", ...byWork], `rate(${selector(`${metric}_bucket`, where)}[${window}])`);
  return `histogram_quantile(${quantile}, ${buckets})`;
}
