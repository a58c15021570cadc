import {
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
  type RequestsIndicator,
  type Service,
} from "@signalbox/contract";
import { sumBy, zeroWithout } from "./aggregate.ts";
import { differs, equals, type Matcher, matches, matchesNot, selector } from "./selector.ts";

/** The questions that an objective rests on, for any window. */
export interface IndicatorEvents {
  /** Events per second. */
  readonly events: (window: string) => string;
  /** Bad events per second; 0 before the first one. */
  readonly badEvents: (window: string) => string;
  /** Share of bad events, 0 to 1; 0 before the first bad one, absent without traffic. */
  readonly errorRatio: (window: string) => string;
}

/** Where and how the events of an indicator are asked for. */
interface Asked {
  readonly where: readonly Matcher[];
  /** Labels that stay, usually the identity. */
  readonly by: readonly string[];
  /** A vector with the labels `by` that is there whenever events are. */
  readonly present: ((window: string) => string) | undefined;
}

/**
 * How the events of one indicator are asked for: from the counters that the exporter keeps, from two counters of the
 * business, or, for a family whose code is not ours, from status codes, latency buckets or native histograms.
 * @param by labels that stay, usually the identity
 * @param present a vector with these labels that is there whenever events are, from which the 0 of bad events is made;
 * by default the events themselves, which costs as many samples again
 */
export function indicatorEvents(
  service: Service,
  name: string,
  where: readonly Matcher[],
  by: readonly string[],
  present?: (window: string) => string,
): IndicatorEvents {
  const indicator = service.indicators[name];
  if (indicator === undefined) throw new Error(`${service.name} has no indicator ${name}`);
  const asked: Asked = { where, by, present };
  if (indicator.kind === "ratio") return counters(indicator.bad, indicator.total, asked);
  if (service.http.indicatorSource === "events") {
    const counted = { ...asked, where: [...where, equals(indicatorLabel, name)] };
    return counters(indicatorMetrics.badEvents, indicatorMetrics.events, counted);
  }
  if (indicator.fasterThanSeconds === undefined) return byStatus(service.http, indicator, asked);
  return service.http.duration.native === undefined
    ? byBucket(service.http, indicator, indicator.fasterThanSeconds, asked)
    : byNative(service.http, indicator, indicator.fasterThanSeconds, asked);
}

/** The bucket bound of a threshold, in the unit of the family's buckets, without binary noise: 1.001 s are 1001 ms. */
export function bucketBound({ duration }: HttpFamily, thresholdSeconds: number): number {
  return duration.unit === "milliseconds" ? Number((thresholdSeconds * 1000).toPrecision(12)) : thresholdSeconds;
}

/** `le` of a bucket as Prometheus 3 stores it (`1.0`) and as Prometheus 2 stored it (`1`). */
export function bucketMatcher(bound: number): Matcher {
  return Number.isInteger(bound) ? matches("le", `${bound}(\\.0)?`) : equals("le", String(bound));
}

function counters(bad: string, total: string, { where, by, present }: Asked): IndicatorEvents {
  const rate = (metric: string, window: string): string => sumBy(by, `rate(${selector(metric, where)}[${window}])`);
  return ofBadAndAll(
    (window) => rate(bad, window),
    (window) => rate(total, window),
    present,
  );
}

function byStatus(family: HttpFamily, indicator: RequestsIndicator, { where, by, present }: Asked): IndicatorEvents {
  const bad: Statuses = { matching: [family.badStatus, ...indicator.alsoBad].join("|") };
  const { metric, native } = family.duration;
  const counted = (statuses: Statuses) => (window: string) => {
    const classic = sumBy(by, countable(family, indicator, `${metric}_count`, where, statuses, window));
    if (native === undefined) return classic;
    return `(histogram_count(${sumBy(by, countable(family, indicator, metric, where, statuses, window))}) or ${classic})`;
  };
  return ofBadAndAll(counted(bad), counted({}), present);
}

function ofBadAndAll(
  bad: (window: string) => string,
  events: (window: string) => string,
  present: Asked["present"],
): IndicatorEvents {
  const badEvents = (window: string): string => zeroWithout(bad(window), (present ?? events)(window));
  return { events, badEvents, errorRatio: (window) => `${badEvents(window)} / (${events(window)} > 0)` };
}

function byBucket(
  family: HttpFamily,
  indicator: RequestsIndicator,
  thresholdSeconds: number,
  { where, by }: Asked,
): IndicatorEvents {
  const bound = bucketMatcher(bucketBound(family, thresholdSeconds));
  const { metric } = family.duration;
  const events = (window: string): string =>
    sumBy(by, countable(family, indicator, `${metric}_count`, where, answered(family), window));
  const fast = (window: string): string =>
    sumBy(by, countable(family, indicator, `${metric}_bucket`, [...where, bound], answered(family), window));
  // While Prometheus 2 gives way to 3, le="1" and le="1.0" are both in the window, and more is fast than there is.
  return {
    events,
    badEvents: (window) => `clamp_min(${events(window)} - ${fast(window)}, 0)`,
    errorRatio: (window) => `clamp_min(1 - ${fast(window)} / (${events(window)} > 0), 0)`,
  };
}

/**
 * The native histogram where there is one, else the buckets, so that the change from one to the other loses no history and
 * every server is understood. Within a bucket the share below the threshold is interpolated.
 */
function byNative(
  family: HttpFamily,
  indicator: RequestsIndicator,
  thresholdSeconds: number,
  asked: Asked,
): IndicatorEvents {
  const classic = byBucket(family, indicator, thresholdSeconds, asked);
  const { by, where, present } = asked;
  const histograms = (window: string): string =>
    sumBy(by, countable(family, indicator, family.duration.metric, where, answered(family), window));
  const count = (window: string): string => `histogram_count(${histograms(window)})`;
  const slowRatio = (window: string): string =>
    `clamp_min(1 - histogram_fraction(-Inf, ${bucketBound(family, thresholdSeconds)}, ${histograms(window)}), 0)`;
  const events = (window: string): string => `(${count(window)} or ${classic.events(window)})`;
  // Without requests the fraction is NaN, which a recorded series would keep for the whole budget window.
  const withTraffic = (window: string): string => `(${count(window)} > 0)`;
  return {
    events,
    badEvents: (window) =>
      zeroWithout(
        `${slowRatio(window)} * ${withTraffic(window)} or ${classic.badEvents(window)}`,
        (present ?? events)(window),
      ),
    errorRatio: (window) => `(${slowRatio(window)} and ${withTraffic(window)} or ${classic.errorRatio(window)})`,
  };
}

/** Statuses that a question is about, as anchored regular expressions; default all. */
interface Statuses {
  readonly matching?: string;
  readonly notMatching?: string;
}

/** Failed requests say nothing about latency. */
function answered({ badStatus }: HttpFamily): Statuses {
  return { notMatching: badStatus };
}

/** Requests that count: not 429, and 404 or 405 only where a route matched. What a condition makes impossible is not asked for. */
function countable(
  family: HttpFamily,
  indicator: RequestsIndicator,
  metric: string,
  where: readonly Matcher[],
  statuses: Statuses,
  window: string,
): string {
  const { status, route } = family.labels;
  const asks = (code: string): boolean => isAsked(statuses, code);
  const without = (codes: readonly string[]): readonly Matcher[] => {
    const named = codes.filter(asks);
    return named.length === 0 ? [] : [matchesNot(status, named.join("|"))];
  };
  const own = [
    ...(statuses.matching === undefined ? [] : [matches(status, statuses.matching)]),
    ...(statuses.notMatching === undefined ? [] : [matchesNot(status, statuses.notMatching)]),
  ];
  const rate = (matchers: readonly Matcher[]): string =>
    `rate(${selector(metric, [...where, ...matchers])}[${window}])`;
  if (indicator.routes !== undefined) {
    return routeSelections(family, indicator.routes)
      .map((selection) => rate([...own, ...selection, ...without(["429"])]))
      .join(" or ");
  }
  const notFound = ["404", "405"].filter(asks);
  const ordinary = rate([...own, ...without(["404", "405", "429"])]);
  if (notFound.length === 0) return ordinary;
  return `${ordinary} or ${rate([matches(status, notFound.join("|")), differs(route, family.unmatchedRoute)])}`;
}

function isAsked({ matching, notMatching }: Statuses, code: string): boolean {
  const fits = (pattern: string): boolean => new RegExp(`^(?:${pattern})$`).test(code);
  return (matching === undefined || fits(matching)) && (notMatching === undefined || !fits(notMatching));
}

function routeSelections(family: HttpFamily, routes: readonly string[]): readonly (readonly Matcher[])[] {
  return routes.map((text) => {
    const [method, path] = text.includes(" ") ? text.split(" ") : [undefined, text];
    const onRoute = equals(family.labels.route, path ?? text);
    return method === undefined ? [onRoute] : [equals(family.labels.method, method), onRoute];
  });
}
