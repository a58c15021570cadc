import { LateSeries } from "./late-series.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** CPU time of the process, all threads together, as the system counts it. */
export class CpuTime implements ProcessPart {
  readonly #user: LateSeries;
  readonly #system: LateSeries;
  readonly #both: LateSeries;

  constructor({ table, report }: ProcessParts) {
    this.#user = new LateSeries(table("process_cpu_user_seconds_total"), report);
    this.#system = new LateSeries(table("process_cpu_system_seconds_total"), report);
    this.#both = new LateSeries(table("process_cpu_seconds_total"), report);
  }

  refresh(): void {
    const { user, system } = process.cpuUsage();
    this.#user.set(user / 1e6);
    this.#system.set(system / 1e6);
    this.#both.set((user + system) / 1e6);
  }
}
