import { type WorkOutcome, workLabel, workMetrics } from "@signalbox/contract";
import { ratioOf, sumBy } from "./aggregate.ts";
import { equals, type Matcher, selector } from "./selector.ts";

const by: readonly string[] = [workLabel];

/** Runs per second that ended, by kind of work. */
export function runRate(where: readonly Matcher[], window: string): string {
  return sumBy(by, `rate(${selector(workMetrics.runs, where)}[${window}])`);
}

/** Share of runs that ended with an error, 0 to 1, by kind of work; absent without runs. */
export function failedRunRatio(where: readonly Matcher[], window: string): string {
  const failed = sumBy(by, `rate(${selector(workMetrics.failedRuns, where)}[${window}])`);
  return ratioOf(failed, runRate(where, window));
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
  return sumBy(by, selector(workMetrics.active, where));
}

/** Seconds since any instance last ended a run without an error, by kind of work; absent before the first. */
export function secondsSinceSuccess(where: readonly Matcher[]): string {
  return `time() - max by (${by.join(", ")}) (${selector(workMetrics.lastSuccess, where)})`;
}

function quantileOf(metric: string, quantile: number, where: readonly Matcher[], window: string): string {
  const buckets = sumBy(["le", ...by], `rate(${selector(`${metric}_bucket`, where)}[${window}])`);
  return `histogram_quantile(${quantile}, ${buckets})`;
}
