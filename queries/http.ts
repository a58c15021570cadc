import type { HttpFamily } from "@signalbox/contract";
import { ratioOf, sumBy, zeroWithout } from "./aggregate.ts";
import { differs, equals, type Matcher, matches, selector } from "./selector.ts";

/** Requests per second, by the given labels. */
export function requestRate(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  return sumBy(by, rate(requestCount(family), where, window));
}

/** Failed requests per second, by the given labels; 0 where there were requests and none failed. */
export function errorRate(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  const bad = [...where, matches(family.labels.status, family.badStatus)];
  return zeroWithout(requestRate(family, bad, window, by), requestRate(family, where, window, by));
}

/** Requests per second that got no answer before the client left; 0 where every request got one. */
export function unansweredRate(family: HttpFamily, where: readonly Matcher[], window: string): string {
  const unanswered = [...where, equals(family.labels.status, "")];
  return zeroWithout(requestRate(family, unanswered, window), requestRate(family, where, window));
}

/** Requests per second that got an answer, by its status. */
export function answerRate(family: HttpFamily, where: readonly Matcher[], window: string): string {
  return requestRate(family, [...where, differs(family.labels.status, "")], window, [family.labels.status]);
}

/** Share of requests that failed, 0 to 1, by the given labels; absent without traffic. */
export function errorRatio(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  const bad = [...where, matches(family.labels.status, family.badStatus)];
  return ratioOf(requestRate(family, bad, window, by), requestRate(family, where, window, by));
}

/** A quantile of the duration in seconds, from the buckets of all instances together. */
export function durationQuantile(
  family: HttpFamily,
  quantile: number,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  const buckets = sumBy(["le", ...by], rate(`${family.duration.metric}_bucket`, where, window));
  const value = `histogram_quantile(${quantile}, ${buckets})`;
  return family.duration.unit === "milliseconds" ? `${value} / 1000` : value;
}

/** Requests in flight; undefined where the family has no such gauge. */
export function activeRequests(
  family: HttpFamily,
  where: readonly Matcher[],
  by: readonly string[] = [],
): string | undefined {
  return family.activeRequests === undefined ? undefined : sumBy(by, selector(family.activeRequests, where));
}

/** Requests that a route matched. */
export function matchedRoutes(family: HttpFamily): Matcher {
  return differs(family.labels.route, family.unmatchedRoute);
}

/** The counter of requests that carries the status. */
export function requestCount({ requestCounter, duration }: HttpFamily): string {
  return requestCounter ?? `${duration.metric}_count`;
}

function rate(metric: string, where: readonly Matcher[], window: string): string {
  return `rate(${selector(metric, where)}[${window}])`;
}
