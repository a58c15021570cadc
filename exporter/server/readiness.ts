/** What the probes answer: whether the service has started, and whether it takes requests. */
export class Readiness {
  #hasStarted = false;
  #isReady = true;
  #isDraining = false;

  /** Says that the service listens, for the first time or again. */
  started(): void {
    this.#hasStarted = true;
    this.#isDraining = false;
  }

  /** Says whether the service takes requests, by its own judgement. */
  ready(isReady: boolean): void {
    this.#isReady = isReady;
  }

  /** Says that the service ends. */
  draining(): void {
    this.#isDraining = true;
  }

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Why the service takes no requests; undefined when it does. */
  get obstacle(): string | undefined {
    if (!this.#hasStarted) return "starting";
    if (this.#isDraining) return "draining";
    return this.#isReady ? undefined : "not ready";
  }
}
