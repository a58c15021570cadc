import type { RequestsIndicator } from "./indicators.ts";

/** What is known of a request when it ended. */
export interface RequestEnd {
  /** `internal`: probes, metrics and lifecycle routes; `automaticOptions`: answered by the router itself; `synthetic`: marked as a test; `behindClose`: pipelined behind an answer that closed the connection. */
  readonly kind: "request" | "internal" | "automaticOptions" | "synthetic" | "behindClose";
  /** Whether a route matched. */
  readonly routeMatched: boolean;
  /** `stream` covers upgrades, event streams and declared streams, whose duration means nothing. */
  readonly transfer: "plain" | "stream";
  /** The status that was sent; undefined when no header left the server. */
  readonly status: number | undefined;
  /** Whether the handler failed after it had sent its headers. */
  readonly failedAfterHeaders: boolean;
  /** `duringUpload`: before it had sent its whole request, though the service took what came; headers do not matter then. */
  readonly clientGone: "no" | "duringUpload" | "beforeHeaders" | "afterHeaders";
  readonly durationSeconds: number;
}

/** What is known of a request when it ended, besides how long it took. */
export type UntimedRequestEnd = Omit<RequestEnd, "durationSeconds">;

/** What one request means for one indicator; `out` means that it is not counted at all. */
export type Verdict = "good" | "bad" | "out";

/** What requests that ended alike mean for one indicator: one verdict up to a limit of their duration, another beyond it. */
export interface Ruling {
  readonly limitSeconds: number;
  readonly within: Verdict;
  readonly beyond: Verdict;
}

/** How a row of the policy decides. */
export type Judgement = "out" | "bad" | "byStatus" | "badWhenAbandoned" | "byThreshold" | "badWhenSlow";

/** One row: the first row whose `applies` holds decides. */
export interface PolicyRow {
  readonly request: string;
  readonly applies: (end: UntimedRequestEnd) => boolean;
  readonly availability: Judgement;
  readonly latency: Judgement;
  readonly why: string;
}

const isServerError = (status: number | undefined): boolean => status !== undefined && status >= 500;

/** The classification of requests, in order; the same for every service. */
export const requestPolicy: readonly PolicyRow[] = [
  {
    request:
      "probe, metrics and lifecycle routes; automatic OPTIONS; marked synthetic; pipelined behind a closing answer",
    applies: ({ kind }) => kind !== "request",
    availability: "out",
    latency: "out",
    why: "probes and tests would dilute a small service; what is behind a closing answer, the client sends again",
  },
  {
    request: "client gone during its own upload",
    applies: ({ clientGone }) => clientGone === "duringUpload",
    availability: "out",
    latency: "out",
    why: "the service never had the whole request; what a body parser made of it went to nobody",
  },
  {
    request: "404 and 405 that no route matched",
    applies: ({ routeMatched, status }) => !routeMatched && (status === 404 || status === 405),
    availability: "out",
    latency: "out",
    why: "scanners would dilute a small service",
  },
  {
    request: "upgrade, event stream, declared stream",
    applies: ({ transfer }) => transfer === "stream",
    availability: "byStatus",
    latency: "out",
    why: "the duration of a stream means nothing",
  },
  {
    request: "5xx; error after the headers were sent",
    applies: ({ status, failedAfterHeaders }) => isServerError(status) || failedAfterHeaders,
    availability: "bad",
    latency: "out",
    why: "a fast failure must not improve latency",
  },
  {
    request: "client gone before any header",
    applies: ({ clientGone }) => clientGone === "beforeHeaders",
    availability: "badWhenAbandoned",
    latency: "badWhenSlow",
    why: "a service that hangs is down, though no status says so; of the rest nobody can say what would have come",
  },
  {
    request: "client gone after the headers",
    applies: ({ clientGone }) => clientGone === "afterHeaders",
    availability: "byStatus",
    latency: "out",
    why: "large downloads are cancelled by people",
  },
  {
    request: "429",
    applies: ({ status }) => status === 429,
    availability: "out",
    latency: "out",
    why: "intended; own load shedding answers 503",
  },
  {
    request: "the rest",
    applies: () => true,
    availability: "byStatus",
    latency: "byThreshold",
    why: "another 4xx is a user's mistake, unless the indicator lists it in alsoBad",
  },
];

/** Judges one ended request for one indicator by {@link requestPolicy}; routes are matched by the caller. */
export function judgeRequest(end: RequestEnd, indicator: RequestsIndicator): Verdict {
  const { limitSeconds, within, beyond } = rulingOn(end, indicator);
  return end.durationSeconds > limitSeconds ? beyond : within;
}

/** What requests that ended alike mean for one indicator, so that a caller can keep it and judge by the duration alone. */
export function rulingOn(end: UntimedRequestEnd, indicator: RequestsIndicator): Ruling {
  const limitSeconds = indicator.fasterThanSeconds ?? indicator.abandonedAfterSeconds;
  const row = requestPolicy.find(({ applies }) => applies(end));
  if (row === undefined) return { limitSeconds, within: "out", beyond: "out" };
  const judgement = indicator.fasterThanSeconds === undefined ? row.availability : row.latency;
  return {
    limitSeconds,
    within: verdict(judgement, end, indicator, false),
    beyond: verdict(judgement, end, indicator, true),
  };
}

function verdict(
  judgement: Judgement,
  end: UntimedRequestEnd,
  indicator: RequestsIndicator,
  isBeyond: boolean,
): Verdict {
  switch (judgement) {
    case "out":
    case "bad":
      return judgement;
    case "byStatus":
      if (end.status === 429) return "out";
      return isServerError(end.status) || indicator.alsoBad.includes(end.status ?? 0) ? "bad" : "good";
    case "badWhenAbandoned":
    case "badWhenSlow":
      return isBeyond ? "bad" : "out";
    case "byThreshold":
      return isBeyond ? "bad" : "good";
  }
}
