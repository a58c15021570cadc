/** A point in time after which nothing is waited for any more. */
export class Deadline {
  /** Rejects when the time has passed. */
  readonly passed: Promise<never>;
  readonly #timer: NodeJS.Timeout;

  constructor(seconds: number) {
    let pass = (): void => undefined;
    this.passed = new Promise((_, reject) => {
      pass = () => reject(new LateError(`it did not answer within ${Number(seconds.toFixed(3))} s`));
    });
    this.passed.catch(() => undefined);
    this.#timer = setTimeout(() => pass(), seconds * 1000);
  }

  /** Ends the timer. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** Says that something did not answer in time. */
export class LateError extends Error {
  override readonly name = "LateError";
}
