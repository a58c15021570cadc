import { setTimeout as pause } from "node:timers/promises";

/** How long a query may take, and how often it is asked again. */
export interface SourceLimits {
  /** For one query with its answer; above Prometheus's own limit of 2 minutes, so that the server's words are heard. Default 150. */
  readonly requestSeconds: number;
  /** Tries after the first; default 4. */
  readonly retries: number;
  /** Longest wait before a try, whatever `Retry-After` of the server says; default 30. */
  readonly longestWaitSeconds: number;
  /** Most points of one series in one answer; default 10,000, because Prometheus refuses more than 11,000. */
  readonly mostPoints: number;
  /** Waits, or ends early when the signal is aborted. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
}

/** The limits of the command line. */
export const sourceLimits: SourceLimits = {
  requestSeconds: 150,
  retries: 4,
  longestWaitSeconds: 30,
  mostPoints: 10_000,
  wait: async (seconds, signal) => {
    await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
  },
};
