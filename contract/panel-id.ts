import { fnv1a } from "./board-uid.ts";

/** Panels that something outside of their board links to, by a key that stays while titles and places change. */
export const panelKeys = {
  burn: (indicator: string): string => `burn ${indicator}`,
  errorRatio: (indicator: string): string => `error ratio ${indicator}`,
  failedRequests: "failed requests",
  inFlight: "in flight",
  statusMix: "status mix",
  instances: "instances",
  failedCalls: "failed calls",
  failedRuns: "failed runs",
  sinceSuccess: "since success",
  alert: (name: string, ...parts: readonly string[]): string => ["alert", name, ...parts].join(" "),
  metric: (name: string): string => `metric ${name}`,
} as const;

/**
 * The id of a panel within its board, derived from its key so that an alert can link to it (`viewPanel=<id>`) and the link lasts.
 * From 1,000 to 2^30 + 999; panels without a key are numbered from 1 and stay below.
 */
export function panelId(key: string): number {
  return (fnv1a(key) >>> 2) + 1000;
}
