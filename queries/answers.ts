import { type HttpFamily, recordedSeries } from "@signalbox/contract";
import { sumBy, zeroWithout } from "./aggregate.ts";
import { requestCount } from "./http.ts";
import { differs, equals, type Matcher, matches, matchesNot, selector } from "./selector.ts";
import { targetsUp } from "./targets.ts";

/**
 * Answers per second over 5 minutes, by the given labels; 0 where targets are known and none has answered yet. 404 and 405 that
 * no route matched are left out: scanners get them from a service that is down for everybody else.
 */
export function answersPerSecond(family: HttpFamily, where: readonly Matcher[], by: readonly string[]): string {
  const { status } = family.labels;
  const answers = sumBy(by, onRoutes(family, where, [matchesNot(status, "404|405|")], "5m"));
  return zeroWithout(answers, targetsUp(where, by));
}

/** Answers from 400 to 499 per second over 5 minutes, by the given labels; without 429, and 404 and 405 that no route matched; 0 where there were only other answers. */
export function clientErrorsPerSecond(family: HttpFamily, where: readonly Matcher[], by: readonly string[]): string {
  const { status } = family.labels;
  const errors = sumBy(by, onRoutes(family, where, [matches(status, "4.."), matchesNot(status, "404|405|429")], "5m"));
  return zeroWithout(errors, recordedAnswers(where));
}

/** Answers per second over 5 minutes, as recorded. */
export function recordedAnswers(where: readonly Matcher[]): string {
  return selector(recordedSeries.answers, where);
}

/** Share of answers from 400 to 499 over an hour, 0 to 1, from what is recorded; absent without answers. */
export function hourlyClientErrorRatio(where: readonly Matcher[]): string {
  const hour = (series: string): string => `sum_over_time(${selector(series, where)}[1h:5m])`;
  return `${hour(recordedSeries.clientErrors)} / (${hour(recordedSeries.answers)} > 0)`;
}

/** How many answers from 400 to 499 the last hour had, from what is recorded. */
export function hourlyClientErrorCount(where: readonly Matcher[]): string {
  return `sum_over_time(${selector(recordedSeries.clientErrors, where)}[1h:5m]) * 300`;
}

/** {@link hourlyClientErrorRatio} of the same hour one week before. */
export function lastWeeksClientErrorRatio(where: readonly Matcher[]): string {
  return `${selector(recordedSeries.clientErrorRatio, where)} offset 1w`;
}

/** Share of answers that were 429 over 5 minutes, 0 to 1, by the given labels; absent without answers. */
export function rateLimitedRatio(family: HttpFamily, where: readonly Matcher[], by: readonly string[]): string {
  return `${sumBy(by, `rate(${rateLimited(family, where)}[5m])`)} / (${recordedAnswers(where)} > 0)`;
}

/** How many answers were 429 over 15 minutes, by the given labels. */
export function rateLimitedCount(family: HttpFamily, where: readonly Matcher[], by: readonly string[]): string {
  return sumBy(by, `increase(${rateLimited(family, where)}[15m])`);
}

/**
 * The fewest requests in flight at any time of a window, summed by the given labels; absent where none was in flight when the window
 * began, which is so in the first minutes of a service. Undefined where the family has no such gauge.
 */
export function alwaysInFlight(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string | undefined {
  if (family.activeRequests === undefined) return undefined;
  const active = selector(family.activeRequests, where);
  return `(${leastInFlight(family, where, window, by)} and ${sumBy(by, `${active} offset ${window}`)} > 0)`;
}

/** The fewest requests in flight that were seen in a window, summed by the given labels. Undefined where the family has no such gauge. */
export function leastInFlight(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string | undefined {
  if (family.activeRequests === undefined) return undefined;
  return sumBy(by, `min_over_time(${selector(family.activeRequests, where)}[${window}])`);
}

/**
 * Requests in flight on average over the moments of a window at which the service answered, from what is recorded of its answers, by
 * the given labels, which have to be those of the record. A service that stopped to answer keeps the value of before. Undefined where
 * the family has no gauge of requests in flight.
 */
export function usuallyInFlight(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string | undefined {
  if (family.activeRequests === undefined) return undefined;
  const active = sumBy(by, selector(family.activeRequests, where));
  return `avg_over_time((${active} and ${recordedAnswers(where)} > 0)[${window}:5m])`;
}

/** How many answers the middle one of the 5-minute stretches of a window had, from what is recorded: few, unless half of the window was busy. */
export function usualAnswerCount(where: readonly Matcher[], window: string): string {
  return `quantile_over_time(0.5, ${recordedAnswers(where)}[${window}:5m]) * 300`;
}

/**
 * How many requests of a window got no answer so far: those that their clients gave up, and those by which the requests in flight
 * grew. Undefined where the family has no gauge of requests in flight.
 */
export function waitingRequests(
  family: HttpFamily,
  where: readonly Matcher[],
  window: string,
  by: readonly string[],
): string | undefined {
  if (family.activeRequests === undefined) return undefined;
  const active = selector(family.activeRequests, where);
  const unanswered = selector(requestCount(family), [...where, equals(family.labels.status, "")]);
  const given = zeroWithout(sumBy(by, `increase(${unanswered}[${window}])`), sumBy(by, active));
  return `${given} + ${sumBy(by, `delta(${active}[${window}])`)}`;
}

function onRoutes(family: HttpFamily, where: readonly Matcher[], statuses: readonly Matcher[], window: string): string {
  const { status, route } = family.labels;
  const count = requestCount(family);
  const ordinary = selector(count, [...where, ...statuses]);
  const notFound = selector(count, [...where, matches(status, "404|405"), differs(route, family.unmatchedRoute)]);
  return `rate(${ordinary}[${window}]) or rate(${notFound}[${window}])`;
}

function rateLimited(family: HttpFamily, where: readonly Matcher[]): string {
  return selector(requestCount(family), [...where, equals(family.labels.status, "429")]);
}
