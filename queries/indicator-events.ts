import {
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
  type RequestsIndicator,
  type Service,
} from "@signalbox/contract";
import { sumBy, zeroWithout } from "./aggregate.ts";
import { differs, equals, type Matcher, matches, matchesNot, selector } from "./selector.ts";

/** The two questions that an objective rests on, for any window: events and bad events per second. */
export interface IndicatorEvents {
  readonly events: (window: string) => string;
  readonly badEvents: (window: string) => string;
}

/**
 * How the events of one indicator are asked for: from the counters that the exporter keeps, from two counters of the
 * business, or, for a family whose code is not ours, from status codes or latency buckets.
 * @param by labels that stay, usually the identity
 */
export function indicatorEvents(
  service: Service,
  name: string,
  where: readonly Matcher[],
  by: readonly string[],
): IndicatorEvents {
  const indicator = service.indicators[name];
  if (indicator === undefined) throw new Error(`${service.name} has no indicator ${name}`);
  if (indicator.kind === "ratio") return counters(indicator.bad, indicator.total, where, by);
  if (service.http.indicatorSource === "events") {
    const counted = [...where, equals(indicatorLabel, name)];
    return counters(indicatorMetrics.badEvents, indicatorMetrics.events, counted, by);
  }
  return indicator.fasterThanSeconds === undefined
    ? byStatus(service.http, indicator, where, by)
    : byBucket(service.http, indicator, indicator.fasterThanSeconds, where, by);
}

/** The bucket bound of a threshold, in the unit of the family's buckets, without binary noise: 1.001 s are 1001 ms. */
export function bucketBound({ duration }: HttpFamily, thresholdSeconds: number): number {
  return duration.unit === "milliseconds" ? Number((thresholdSeconds * 1000).toPrecision(12)) : thresholdSeconds;
}

/** `le` of a bucket as Prometheus 3 stores it (`1.0`) and as Prometheus 2 stored it (`1`). */
export function bucketMatcher(bound: number): Matcher {
  return Number.isInteger(bound) ? matches("le", `${bound}(\\.0)?`) : equals("le", String(bound));
}

function counters(bad: string, total: string, where: readonly Matcher[], by: readonly string[]): IndicatorEvents {
  const rate = (metric: string, window: string): string => sumBy(by, `rate(${selector(metric, where)}[${window}])`);
  return {
    events: (window) => rate(total, window),
    badEvents: (window) => zeroWithout(rate(bad, window), rate(total, window)),
  };
}

function byStatus(
  family: HttpFamily,
  indicator: RequestsIndicator,
  where: readonly Matcher[],
  by: readonly string[],
): IndicatorEvents {
  const { status } = family.labels;
  const also = indicator.alsoBad.map(String);
  const bad = matches(status, [family.badStatus, ...also].join("|"));
  const events = (window: string): string =>
    sumBy(by, countable(family, indicator, `${family.duration.metric}_count`, where, window));
  return {
    events,
    badEvents: (window) =>
      zeroWithout(
        sumBy(by, countable(family, indicator, `${family.duration.metric}_count`, [...where, bad], window)),
        events(window),
      ),
  };
}

function byBucket(
  family: HttpFamily,
  indicator: RequestsIndicator,
  thresholdSeconds: number,
  where: readonly Matcher[],
  by: readonly string[],
): IndicatorEvents {
  const bound = bucketMatcher(bucketBound(family, thresholdSeconds));
  const answered = [...where, matchesNot(family.labels.status, family.badStatus)];
  const events = (window: string): string =>
    sumBy(by, countable(family, indicator, `${family.duration.metric}_count`, answered, window));
  const fast = (window: string): string =>
    sumBy(by, countable(family, indicator, `${family.duration.metric}_bucket`, [...answered, bound], window));
  // While Prometheus 2 gives way to 3, le="1" and le="1.0" are both in the window, and more is fast than there is.
  return { events, badEvents: (window) => `clamp_min(${events(window)} - ${fast(window)}, 0)` };
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
