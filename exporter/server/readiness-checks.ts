import { errorText } from "../error-text.ts";
/** Whether something that the service cannot do without is there; a check that throws or rejects says no. */
export type ReadinessCheck = () => boolean | Promise<boolean>;

interface RunningCheck {
  readonly answer: Promise<string | undefined>;
  wasLate: boolean;
}

/** Asks named checks whether the service can take requests. A check that still runs is not started again. */
export class ReadinessChecks {
  readonly #checks: readonly (readonly [string, ReadinessCheck])[];
  readonly #deadlineSeconds: number;
  readonly #running = new Map<string, RunningCheck>();
  readonly #log: (message: string) => void;

  constructor(
    checks: Readonly<Record<string, ReadinessCheck>>,
    deadlineSeconds: number,
    log: (message: string) => void,
  ) {
    this.#checks = Object.entries(checks);
    this.#deadlineSeconds = deadlineSeconds;
    this.#log = log;
  }

  /** Names the checks that fail and says how; undefined when none does. What a check throws is for the log alone. */
  async problem(): Promise<string | undefined> {
    if (this.#checks.length === 0) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, this.#deadlineSeconds * 1000, "late");
    });
    const problems = await Promise.all(
      this.#checks.map(async ([name, check]) => {
        const running = this.#running.get(name) ?? this.#begin(name, check);
        // Each race leaves something at a promise that hangs, so that one which has been late is raced no more.
        const result = running.wasLate ? "late" : await Promise.race([running.answer, late]);
        if (result === "late") running.wasLate = true;
        const problem = result === "late" ? `no answer within ${this.#deadlineSeconds} s` : result;
        return problem === undefined ? [] : [`${name}: ${problem}`];
      }),
    );
    clearTimeout(timer);
    const problem = problems.flat().join("\n");
    return problem === "" ? undefined : problem;
  }

  #begin(name: string, check: ReadinessCheck): RunningCheck {
    const running = { answer: this.#answer(name, check).finally(() => this.#running.delete(name)), wasLate: false };
    this.#running.set(name, running);
    return running;
  }

  async #answer(name: string, check: ReadinessCheck): Promise<string | undefined> {
    try {
      return (await check()) ? undefined : "not ready";
    } catch (error) {
      this.#log(`readiness check ${name}: ${errorText(error)}`);
      return "failed";
    }
  }
}
