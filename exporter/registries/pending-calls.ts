import { type Deadline, LateError } from "./deadline.ts";

interface PendingCall {
  readonly answer: Promise<unknown>;
  isLate: boolean;
}

/**
 * Calls that have not answered yet. Scrapes that overlap share a call, so that what hangs is asked once; and a call that was
 * late for one scrape is waited for by no other, so that it delays only the first.
 */
export class PendingCalls {
  readonly #pending = new WeakMap<object, PendingCall>();

  /** Asks, at once, unless the one who is asked still owes an answer; rejects with its error, or when the deadline passes. */
  async answer(asked: object, ask: () => unknown, deadline: Deadline): Promise<unknown> {
    const call = this.#pending.get(asked) ?? this.#begin(asked, ask);
    if (call.isLate) throw new LateError("it still owes the answer to an earlier scrape");
    try {
      return await Promise.race([call.answer, deadline.passed]);
    } catch (error) {
      if (error instanceof LateError) call.isLate = true;
      throw error;
    }
  }

  #begin(asked: object, ask: () => unknown): PendingCall {
    const call: PendingCall = { answer: settled(ask), isLate: false };
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
