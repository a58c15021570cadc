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
  const also = indicator.alsoBad.map(String);
  const bad = matches(family.labels.status, [family.badStatus, ...also].join("|"));
  const { metric, native } = family.duration;
  const counted = (matchers: readonly Matcher[]) => (window: string) => {
    const classic = sumBy(by, countable(family, indicator, `${metric}_count`, matchers, window));
    if (native === undefined) return classic;
    return `(histogram_count(${sumBy(by, countable(family, indicator, metric, matchers, window))}) or ${classic})`;
  };
  return ofBadAndAll(counted([...where, bad]), counted(where), present);
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
  const answered = answeredIn(family, where);
  const events = (window: string): string =>
    sumBy(by, countable(family, indicator, `${family.duration.metric}_count`, answered, window));
  const fast = (window: string): string =>
    sumBy(by, countable(family, indicator, `${family.duration.metric}_bucket`, [...answered, bound], window));
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
    sumBy(by, countable(family, indicator, family.duration.metric, answeredIn(family, where), window));
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

/** Failed requests say nothing about latency. */
function answeredIn({ labels, badStatus }: HttpFamily, where: readonly Matcher[]): readonly Matcher[] {
  return [...where, matchesNot(labels.status, badStatus)];
}

/** Requests that count: not 429, and 404 or 405 only where a route matched. */
function countable(
  family: HttpFamily,
  indicator: RequestsIndicator,
  metric: string,
  where: readonly Matcher[],
  window: string,
): string {
  const { status, route } = family.labels;
  const routes = routeSelections(family, indicator);
  const rates = routes.flatMap((selection) => {
    const all = [...where, ...selection];
    const ordinary = selector(metric, [...all, matchesNot(status, "404|405|429")]);
    const notFound = selector(metric, [...all, matches(status, "404|405"), differs(route, family.unmatchedRoute)]);
    return [`rate(${ordinary}[${window}])`, `rate(${notFound}[${window}])`];
  });
  return rates.join(" or ");
}

function routeSelections(family: HttpFamily, indicator: RequestsIndicator): readonly (readonly Matcher[])[] {
  if (indicator.routes === undefined) return [[]];
  return indicator.routes.map((text) => {
    const [method, path] = text.includes(" ") ? text.split(" ") : [undefined, text];
    const onRoute = equals(family.labels.route, path ?? text);
    return method === undefined ? [onRoute] : [equals(family.labels.method, method), onRoute];
  });
}
