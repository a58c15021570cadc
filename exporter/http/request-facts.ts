import type { UntimedRequestEnd } from "@signalbox/contract";
import { endings, methodLabels, type RequestOutcome } from "./request-labels.ts";

/** What is known of an ended request besides its route and its duration. */
export interface RequestFacts {
  /** Number of the method, see `methodLabels`. */
  readonly method: number;
  /** Number of the scheme, see `schemeLabels`. */
  readonly scheme: number;
  /** The status that was sent; undefined when no header left. */
  readonly status: number | undefined;
  readonly outcome: RequestOutcome;
  readonly isStream: boolean;
  readonly isSynthetic: boolean;
}

/** The facts as one small number, so that requests which ended alike find what they count in with one lookup. */
export function packedFacts(
  method: number,
  scheme: number,
  status: number | undefined,
  outcome: RequestOutcome,
  isStream: boolean,
  isSynthetic: boolean,
): number {
  const ending = outcome === "answered" ? 0 : endings.indexOf(outcome);
  return (
    ((status ?? 0) << 11) | (method << 7) | (ending << 4) | (scheme << 2) | (isStream ? 2 : 0) | (isSynthetic ? 1 : 0)
  );
}

/** Turns {@link packedFacts} back. */
export function unpackedFacts(facts: number): RequestFacts {
  const status = facts >>> 11;
  return {
    method: (facts >>> 7) & 15,
    scheme: (facts >>> 2) & 3,
    status: status === 0 ? undefined : status,
    outcome: endings[(facts >>> 4) & 7] ?? "brokenOff",
    isStream: (facts & 2) !== 0,
    isSynthetic: (facts & 1) !== 0,
  };
}

/** The facts as the policy of the contract reads them. */
export function requestEndOf(facts: RequestFacts, isRouteMatched: boolean): UntimedRequestEnd {
  const { status, outcome } = facts;
  return {
    kind: kindOf(facts, isRouteMatched),
    routeMatched: isRouteMatched,
    transfer: facts.isStream ? "stream" : "plain",
    status,
    failedAfterHeaders: outcome === "brokenOff" || outcome === "behindClose",
    clientGone: clientGone(outcome, status),
  };
}

const optionsNumber = methodLabels.indexOf("OPTIONS");

function kindOf(
  { method, status, outcome, isSynthetic }: RequestFacts,
  isRouteMatched: boolean,
): UntimedRequestEnd["kind"] {
  if (outcome === "behindClose") return "behindClose";
  if (isSynthetic) return "synthetic";
  const isAnsweredOptions = method === optionsNumber && !isRouteMatched && status !== undefined && status < 300;
  return isAnsweredOptions ? "automaticOptions" : "request";
}

function clientGone(outcome: RequestOutcome, status: number | undefined): UntimedRequestEnd["clientGone"] {
  if (outcome === "clientLeftUploading") return "duringUpload";
  if (outcome !== "clientLeft") return "no";
  return status === undefined ? "beforeHeaders" : "afterHeaders";
}
