import { errorText } from "../error-text.ts";
/** Whether something that the service cannot do without is there; a check that throws or rejects says no. */
export type ReadinessCheck = () => boolean | Promise<boolean>;

/** Asks named checks whether the service can take requests. A check that still runs is not started again. */
export class ReadinessChecks {
  readonly #checks: readonly (readonly [string, ReadinessCheck])[];
  readonly #deadlineSeconds: number;
  readonly #running = new Map<string, Promise<string | undefined>>();
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
        const result = await Promise.race([this.#run(name, check), late]);
        const problem = result === "late" ? `no answer within ${this.#deadlineSeconds} s` : result;
        return problem === undefined ? [] : [`${name}: ${problem}`];
      }),
    );
    clearTimeout(timer);
    const problem = problems.flat().join("\n");
    return problem === "" ? undefined : problem;
  }

  #run(name: string, check: ReadinessCheck): Promise<string | undefined> {
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    const started = this.#answer(name, check).finally(() => this.#running.delete(name));
    this.#running.set(name, started);
    return started;
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
