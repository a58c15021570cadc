import { dependencyLabel, dependencyMetrics } from "@signalbox/contract";
import { ratioOf, sumBy } from "./aggregate.ts";
import { type Matcher, selector } from "./selector.ts";

const byDependency: readonly string[] = [dependencyLabel];

/** Calls per second that tell whether their dependency served, by the given labels, by default by dependency. */
export function callRate(where: readonly Matcher[], window: string, by: readonly string[] = byDependency): string {
  return sumBy(by, `rate(${selector(dependencyMetrics.calls, where)}[${window}])`);
}

/** Share of calls that a dependency did not serve, 0 to 1, by dependency; 0 where none has ever failed, absent without calls. */
export function failedCallRatio(where: readonly Matcher[], window: string): string {
  return ratioOf(failedCallRate(where, window, byDependency), callRate(where, window));
}

/** {@link failedCallRatio} by the given labels, for an alert: absent where none has ever failed too. */
export function failingCallRatio(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return `${failedCallRate(where, window, by)} / (${callRate(where, window, by)} > 0)`;
}

function failedCallRate(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy(by, `rate(${selector(dependencyMetrics.failedCalls, where)}[${window}])`);
}

/** How many calls a dependency did not serve within a window, by the given labels. */
export function failedCallCount(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy(by, `increase(${selector(dependencyMetrics.failedCalls, where)}[${window}])`);
}

/** A quantile of the seconds until a dependency's answer began, by dependency. */
export function callDurationQuantile(quantile: number, where: readonly Matcher[], window: string): string {
  const buckets = sumBy(
    ["le", ...byDependency],
    `rate(${selector(`${dependencyMetrics.duration}_bucket`, where)}[${window}])`,
  );
  return `histogram_quantile(${quantile}, ${buckets})`;
}
