import { type CgroupController, type CgroupPlace, cgroupPlace } from "./cgroup-folder.ts";
import {
  cpuLimitOfVersion1,
  cpuLimitOfVersion2,
  memoryLimitOfVersion1,
  memoryLimitOfVersion2,
} from "./cgroup-reading.ts";
import { LateSeries } from "./late-series.ts";
import type { ReadProcessFile } from "./process-file.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

type Read<T> = (read: ReadProcessFile, folder: string) => Promise<T | undefined>;

/** CPU and memory of the container against its limits. Without a limit, or without a container, there are no series. */
export class CgroupLimits implements ProcessPart {
  readonly #read: ReadProcessFile;
  readonly #series: (name: string) => LateSeries;
  readonly #all = new Map<string, LateSeries>();
  #places: Promise<Readonly<Record<CgroupController, CgroupPlace | undefined>>> | undefined;

  constructor({ table, report }: ProcessParts, read: ReadProcessFile) {
    this.#read = read;
    this.#series = (name) => {
      const series = this.#all.get(name) ?? new LateSeries(table(name), report);
      this.#all.set(name, series);
      return series;
    };
  }

  async refresh(): Promise<void> {
    this.#places ??= this.#found();
    const { cpu, memory } = await this.#places;
    const [cpuLimit, memoryLimit] = await Promise.all([
      this.#first(cpu, { 1: cpuLimitOfVersion1, 2: cpuLimitOfVersion2 }),
      this.#first(memory, { 1: memoryLimitOfVersion1, 2: memoryLimitOfVersion2 }),
    ]);
    this.#series("process_cgroup_cpu_limit_cores").set(cpuLimit?.cores);
    this.#series("process_cgroup_cpu_periods_total").set(cpuLimit?.periods);
    this.#series("process_cgroup_cpu_throttled_periods_total").set(cpuLimit?.throttledPeriods);
    this.#series("process_cgroup_cpu_throttled_seconds_total").set(cpuLimit?.throttledSeconds);
    this.#series("process_cgroup_memory_limit_bytes").set(memoryLimit?.bytes);
    this.#series("process_cgroup_memory_usage_bytes").set(memoryLimit?.usageBytes);
    this.#series("process_cgroup_oom_kills_total").set(memoryLimit?.oomKills);
  }

  /** A process hardly ever moves to another group, so its place is found once. */
  async #found(): Promise<Readonly<Record<CgroupController, CgroupPlace | undefined>>> {
    const [membership, mounts] = await Promise.all([
      this.#read("/proc/self/cgroup"),
      this.#read("/proc/self/mountinfo"),
    ]);
    return { cpu: cgroupPlace("cpu", membership, mounts), memory: cgroupPlace("memory", membership, mounts) };
  }

  async #first<T>(place: CgroupPlace | undefined, reads: Readonly<Record<1 | 2, Read<T>>>): Promise<T | undefined> {
    for (const folder of place?.folders ?? []) {
      const found = await reads[place?.version ?? 2](this.#read, folder);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
