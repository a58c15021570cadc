import type { Indicator, Service } from "@signalbox/contract";
import type { Incident, TrafficBefore } from "./incident.ts";

/** Requests of one route. */
export interface RequestStream {
  readonly method: string;
  readonly path: string;
  /** Its share of all requests, 0 to 1. */
  readonly shareRatio: number;
  /** Whether the incident hits it. */
  readonly isHit: boolean;
}

/** The requests of a service by route: one stream for each route that an indicator or the incident names, and one for the rest. */
export function requestStreams(
  service: Service,
  incident: Incident,
  { routeShareRatio }: TrafficBefore,
): readonly RequestStream[] {
  const named = new Map<string, Pick<RequestStream, "method" | "path">>();
  const own = Object.values(service.indicators).flatMap(routesOf);
  const specs = incident.route === undefined ? own : [...own, incident.route];
  // Those with a method first, so that `/orders` means them.
  for (const spec of specs.sort((left, right) => Number(right.includes(" ")) - Number(left.includes(" ")))) {
    if ([...named.values()].some((stream) => isOnRoute(spec, stream))) continue;
    const [method, path] = spec.includes(" ") ? spec.split(" ") : ["GET", spec];
    named.set(spec, { method: method ?? "GET", path: path ?? spec });
  }
  const shareRatio = Math.min(routeShareRatio, named.size === 0 ? 0 : 0.9 / named.size);
  const isHit = (stream: Pick<RequestStream, "method" | "path">): boolean =>
    incident.route === undefined || isOnRoute(incident.route, stream);
  const rest = { method: "GET", path: "/" };
  return [
    ...[...named.values()].map((stream) => ({ ...stream, shareRatio, isHit: isHit(stream) })),
    { ...rest, shareRatio: 1 - shareRatio * named.size, isHit: incident.route === undefined },
  ];
}

/** The streams whose requests an indicator judges; none for an indicator that reads no requests. */
export function judgedStreams(indicator: Indicator, streams: readonly RequestStream[]): readonly RequestStream[] {
  if (indicator.kind !== "requests") return [];
  const { routes } = indicator;
  return routes === undefined ? streams : streams.filter((stream) => routes.some((route) => isOnRoute(route, stream)));
}

function routesOf(indicator: Indicator): readonly string[] {
  return indicator.kind === "requests" ? (indicator.routes ?? []) : [];
}

function isOnRoute(spec: string, { method, path }: Pick<RequestStream, "method" | "path">): boolean {
  return spec === path || spec === `${method} ${path}`;
}
