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

/** How requests end, by ending number. */
export const endings = ["answered", "clientLeft", "clientLeftUploading", "brokenOff", "behindClose"] as const;

/**
 * How a request ended. `answered`: in full. `clientLeft`: the client went away while it waited or was being answered.
 * `clientLeftUploading`: before it had sent its whole request, though the service took what came. `brokenOff`: by the service
 * itself. `behindClose`: pipelined behind an answer that closed the connection in good order.
 */
export type RequestOutcome = (typeof endings)[number];

/**
 * The value of `error_type`: empty unless the request failed. A response that the service broke off without a 5xx gets
 * `_OTHER`, the fallback of OpenTelemetry's conventions.
 */
export function errorType(status: number | undefined, outcome: RequestOutcome): string {
  const failure = status !== undefined && status >= 500 ? String(status) : undefined;
  switch (outcome) {
    case "clientLeft":
    case "clientLeftUploading":
      return "client_disconnect";
    case "brokenOff":
    case "behindClose":
      return failure ?? "_OTHER";
    case "answered":
      return failure ?? "";
  }
}
