import type { HttpFamily, RequestsIndicator, Service } from "@signalbox/contract";
import { bucketBound } from "../../queries/index.ts";
import type { InputSeries } from "./behaviour-case.ts";
import { type TrafficSegment, trafficSeries } from "./traffic.ts";

/** One kind of request, and how many of them a stretch has. */
interface Kind {
  readonly method: string;
  readonly route: string;
  readonly status: string;
  readonly perMinute: (segment: TrafficSegment) => number;
}

type Place = Pick<Kind, "method" | "route">;

/**
 * The series of a foreign family's indicator when requests of every kind that counts make up its events, in unequal shares, beside others
 * that must not count: refused ones, what no route matched, other routes and methods, other buckets. Of other indicators the same as
 * {@link trafficSeries}, which has one kind.
 */
export function mixedTrafficSeries(
  service: Service,
  name: string,
  target: Readonly<Record<string, string>>,
  traffic: readonly TrafficSegment[],
): readonly InputSeries[] {
  const indicator = service.indicators[name];
  if (indicator?.kind !== "requests" || service.http.indicatorSource === "events")
    return trafficSeries(service, name, target, traffic);
  const { http } = service;
  const { metric, bounds } = http.duration;
  const series = (suffix: string, kind: Kind, more: Readonly<Record<string, string>> = {}): InputSeries => ({
    metric: `${metric}_${suffix}`,
    labels: {
      ...target,
      [http.labels.method]: kind.method,
      [http.labels.route]: kind.route,
      [http.labels.status]: kind.status,
      ...more,
    },
    kind: "counter",
    segments: traffic.map((segment) => ({ minutes: segment.minutes, perMinute: kind.perMinute(segment) })),
  });
  const places = placesOf(indicator);
  const noise = noiseBeside(http, indicator, places);
  const failed = spread(places, failedStatuses(http, indicator), ({ badPerMinute }) => badPerMinute);
  if (indicator.fasterThanSeconds === undefined) {
    const answered = spread(places, goodStatuses(http, indicator), ({ goodPerMinute }) => goodPerMinute);
    return [...answered, ...failed, ...noise].map((kind) => series("count", kind));
  }
  const bound = bucketBound(http, indicator.fasterThanSeconds);
  const otherBound = bounds.find((one) => one !== bound) ?? bound + 1;
  const fast = spread(places, goodStatuses(http, indicator), ({ goodPerMinute }) => goodPerMinute);
  const all = spread(places, goodStatuses(http, indicator), (one) => one.goodPerMinute + one.badPerMinute);
  const ignored = [...noise, ...spread(places, failedStatuses(http, { alsoBad: [] }), () => 30)];
  const bucket = (kind: Kind, le: number): InputSeries => series("bucket", kind, { le: String(le) });
  return [
    ...[...all, ...ignored].map((kind) => series("count", kind)),
    ...[...fast, ...ignored].map((kind) => bucket(kind, bound)),
    ...all.map((kind) => bucket(kind, otherBound)),
  ];
}

/** A request of each of the routes that an indicator lists; of two, where it reads all. */
function placesOf({ routes = ["GET /", "POST /more"] }: RequestsIndicator): readonly Place[] {
  return routes.map((text) => {
    const [method = "", route] = text.split(" ");
    return route === undefined ? { method: "GET", route: method } : { method, route };
  });
}

/** Events divided among places and statuses; no two have the same share. */
function spread(
  places: readonly Place[],
  statuses: readonly string[],
  perMinute: (segment: TrafficSegment) => number,
): readonly Kind[] {
  const kinds = places.flatMap((place) => statuses.map((status) => ({ ...place, status })));
  const parts = (kinds.length * (kinds.length + 1)) / 2;
  return kinds.map((kind, index) => ({ ...kind, perMinute: (segment) => (perMinute(segment) * (index + 1)) / parts }));
}

/** 404 and 405 count where a route matched. */
function goodStatuses(family: HttpFamily, indicator: RequestsIndicator): readonly string[] {
  const isBad = new RegExp(`^(?:${[family.badStatus, ...indicator.alsoBad].join("|")})$`);
  return ["200", "404", "405"].filter((status) => !isBad.test(status));
}

/** The first, the last and one in the middle of the statuses that are bad, and those that an indicator adds. */
function failedStatuses({ badStatus }: HttpFamily, { alsoBad }: Pick<RequestsIndicator, "alsoBad">): readonly string[] {
  const isBad = new RegExp(`^(?:${badStatus})$`);
  const all = ["", ...Array.from({ length: 500 }, (_, index) => String(100 + index))].filter((one) => isBad.test(one));
  const some = [0, Math.floor(all.length / 2), -1].map((index) => all.at(index) ?? "500");
  return [...new Set([...some, ...alsoBad.map(String)])];
}

/** Requests that no indicator may count, so many that one kind of them would show. */
function noiseBeside(
  { unmatchedRoute }: HttpFamily,
  { routes }: RequestsIndicator,
  places: readonly Place[],
): readonly Kind[] {
  const perMinute = (): number => 40;
  const refused = places.map((place) => ({ ...place, status: "429", perMinute }));
  if (routes === undefined) {
    const unmatched = ["404", "405"].map((status) => ({ method: "GET", route: unmatchedRoute, status, perMinute }));
    return [...refused, ...unmatched];
  }
  const elsewhere = ["200", "404", "500"].map((status) => ({ method: "GET", route: "/unlisted", status, perMinute }));
  const otherMethods = places
    .filter(({ method, route }) => routes.includes(`${method} ${route}`) && !routes.includes(route))
    .flatMap(({ route }) => ["200", "404", "500"].map((status) => ({ method: "TRACE", route, status, perMinute })));
  return [...refused, ...elsewhere, ...otherMethods];
}
