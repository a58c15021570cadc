import { setTimeout as pause } from "node:timers/promises";

/** How long `publish` waits, and how often it asks again. */
export interface PublishLimits {
  /** For one request with its answer; default 10. */
  readonly requestSeconds: number;
  /** For the request in flight when the run is interrupted; default 2. */
  readonly graceSeconds: number;
  /** Tries after the first; default 3. */
  readonly retries: number;
  /** Longest wait that a `Retry-After` of the server gets; default 30. */
  readonly retryAfterSeconds: number;
  /** Largest answer that is read; default 16 MiB. */
  readonly answerBytes: number;
  /** Waits, or ends early when the signal is aborted. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
}

/** The limits of the command line. */
export const publishLimits: PublishLimits = {
  requestSeconds: 10,
  graceSeconds: 2,
  retries: 3,
  retryAfterSeconds: 30,
  answerBytes: 16 * 1024 * 1024,
  wait: async (seconds, signal) => {
    // The random part keeps jobs that failed together from coming back together.
    const milliseconds = seconds * 1000 * (1 + Math.random() / 5);
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};
