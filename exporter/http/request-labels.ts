import { knownMethods, otherMethod } from "@signalbox/contract";

/** Label values of the request method, by method number. */
export const methodLabels: readonly string[] = [...knownMethods, otherMethod];

/** Label values of the scheme, by scheme number. */
export const schemeLabels = ["http", "https"] as const;

const numbers = new Map(methodLabels.map((method, number) => [method, number]));
const otherNumber = methodLabels.length - 1;

/** The number of a request's method; unknown ones share the last. */
export function methodNumber(method: string | undefined): number {
  return numbers.get(method ?? "") ?? otherNumber;
}

/** How an exchange ended: answered in full, left by the client, or broken off by the service itself. */
export const endings = ["answered", "clientLeft", "brokenOff"] as const;

/** One of {@link endings}. */
export type Ending = (typeof endings)[number];

/**
 * The value of `error_type`: empty unless the request failed. A response that the service broke off without a 5xx gets
 * `_OTHER`, the fallback of OpenTelemetry's conventions.
 */
export function errorType(status: number | undefined, ending: Ending): string {
  switch (ending) {
    case "clientLeft":
      return "client_disconnect";
    case "brokenOff":
      return status !== undefined && status >= 500 ? String(status) : "_OTHER";
    case "answered":
      return status !== undefined && status >= 500 ? String(status) : "";
  }
}
