import type { CallError } from "./call-error.ts";

/** What is known of a call when its answer began, or when it ended without one. */
export interface CallEnd {
  /** The status of the answer; undefined without one. */
  readonly status: number | undefined;
  /** Why there was no answer; undefined with one. */
  readonly error: CallError | undefined;
  readonly durationSeconds: number;
  /** Seconds after which a call that this service gave up counts as failed. */
  readonly abandonedAfterSeconds: number;
}

/** Whether a dependency served a call; `out` means that nobody can say. */
export type CallVerdict = "served" | "failed" | "out";

/** How calls are judged: the first row whose `applies` holds decides. */
const callPolicy: readonly {
  readonly call: string;
  readonly applies: (end: CallEnd) => boolean;
  readonly verdict: CallVerdict;
  readonly why: string;
}[] = [
  {
    call: "given up by this service before it had waited long",
    applies: ({ error, durationSeconds, abandonedAfterSeconds }) =>
      error === "aborted" && durationSeconds <= abandonedAfterSeconds,
    verdict: "out",
    why: "nobody can say what would have come",
  },
  {
    call: "without an answer for any other reason",
    applies: ({ error }) => error !== undefined,
    verdict: "failed",
    why: "a dependency that hangs or cannot be reached is down, though no status says so",
  },
  {
    call: "answered with 5xx",
    applies: ({ status }) => status !== undefined && status >= 500,
    verdict: "failed",
    why: "the dependency says that it failed",
  },
  {
    call: "answered with 429",
    applies: ({ status }) => status === 429,
    verdict: "failed",
    why: "it was turned away, and whoever waits for this service feels it",
  },
  {
    call: "the rest",
    applies: () => true,
    verdict: "served",
    why: "another 4xx is a mistake of this service, or a thing that is not there",
  },
];

/** Whether a dependency served a call, by {@link callPolicy}. */
export function callVerdict(end: CallEnd): CallVerdict {
  return callPolicy.find(({ applies }) => applies(end))?.verdict ?? "out";
}
