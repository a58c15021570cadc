import { monotonicSeconds } from "../clocks.ts";
import { type Deadline, LateError } from "./deadline.ts";

interface PendingCall {
  readonly answer: Promise<unknown>;
  readonly startSeconds: number;
}

/**
 * Calls that have not answered yet. Scrapes that overlap share a call, so that what hangs is asked once; and a call that has not
 * answered for as long as anybody may wait is waited for by no other scrape, so that it delays only the first.
 */
export class PendingCalls {
  readonly #pending = new WeakMap<object, PendingCall>();
  readonly #patienceSeconds: number;

  constructor(patienceSeconds: number) {
    this.#patienceSeconds = patienceSeconds;
  }

  /** Asks, at once, unless the one who is asked still owes an answer; rejects with its error, or when the deadline passes. */
  async answer(asked: object, ask: () => unknown, deadline: Deadline): Promise<unknown> {
    const call = this.#pending.get(asked) ?? this.#begin(asked, ask);
    if (monotonicSeconds() - call.startSeconds > this.#patienceSeconds) {
      throw new LateError("it still owes the answer to an earlier scrape");
    }
    return await Promise.race([call.answer, deadline.passed]);
  }

  #begin(asked: object, ask: () => unknown): PendingCall {
    const call: PendingCall = { answer: settled(ask), startSeconds: monotonicSeconds() };
    const done = (): void => {
      this.#pending.delete(asked);
    };
    this.#pending.set(asked, call);
    call.answer.then(done, done);
    return call;
  }
}

/** Asks at once; what it throws becomes a rejection. */
async function settled(ask: () => unknown): Promise<unknown> {
  return await ask();
}
