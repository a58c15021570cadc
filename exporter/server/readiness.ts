import type { ReadinessChecks } from "./readiness-checks.ts";

/** What the probes answer: whether the service has started, and whether it takes requests. */
export class Readiness {
  #hasStarted = false;
  #isReady = true;
  #isDraining = false;
  #checks: ReadinessChecks | undefined;

  /** Says that the service begins to start, for the first time or again, and what it cannot do without. */
  starting(checks: ReadinessChecks): void {
    this.#hasStarted = false;
    this.#isDraining = false;
    this.#checks = checks;
  }

  /** Says that the service listens. */
  started(): void {
    this.#hasStarted = true;
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

  /** Why the service takes no requests; undefined when it does. Checks are asked only when nothing of its own stands against it. */
  async obstacle(): Promise<string | undefined> {
    if (this.#isDraining) return "draining";
    if (!this.#hasStarted) return "starting";
    return this.#isReady ? this.#checks?.problem() : "not ready";
  }
}
