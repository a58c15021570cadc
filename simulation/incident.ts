/** What goes wrong. Ratios are 0 to 1. */
export type Fault =
  /** Requests fail with a server error, and those that do not may be slow as well. */
  | { readonly kind: "errors"; readonly errorRatio: number; readonly slowSeconds?: number }
  /** Every answer takes this long. */
  | { readonly kind: "slow"; readonly slowSeconds: number }
  /** No request completes: clients leave after {@link patienceSeconds}. The service goes on answering scrapes. */
  | { readonly kind: "hang" }
  /** Bad events of one indicator only, whatever they are. */
  | { readonly kind: "badEvents"; readonly indicator: string; readonly badRatio: number };

/** An incident to simulate. */
export interface Incident {
  readonly fault: Fault;
  readonly durationMinutes: number;
  /** `POST /orders`, or `/orders` for every method: only these requests are hit; by default all. */
  readonly route?: string;
}

/** The traffic around an incident. */
export interface TrafficBefore {
  /** All requests of the service; over a whole day on average. Default 5. */
  readonly requestsPerSecond: number;
  /** `constant`, the default, or `daily`: a fifth at night, nearly double in the afternoon. */
  readonly shape: "constant" | "daily";
  /** The share of all requests that goes to each route that an indicator or the incident names; default 0.2. */
  readonly routeShareRatio: number;
  /** The hour of the day, UTC, at which the incident begins; default 12. */
  readonly startHour: number;
}

/** Traffic when nothing else is said. */
export const defaultTraffic: TrafficBefore = {
  requestsPerSecond: 5,
  shape: "constant",
  routeShareRatio: 0.2,
  startHour: 12,
};

/** How long a client waits for an answer before it leaves, in seconds; the default of many HTTP clients. */
export const patienceSeconds = 30;

/** How long an answer takes while nothing is wrong. */
export const usualSeconds = 0.05;

/** The requests of a moment as a multiple of their daily average: highest at 14 o'clock, lowest at 2. */
export function trafficFactor(shape: TrafficBefore["shape"], timeMillis: number): number {
  if (shape === "constant") return 1;
  return 1 + 0.8 * Math.cos(((timeMillis / 3_600_000 - 14) * Math.PI) / 12);
}
