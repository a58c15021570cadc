import { dividedBy, numberAfter, type ReadProcessFile, wholeNumber } from "./process-file.ts";

/** The CPU limit of a cgroup and what it did; undefined where there is none. */
export interface CpuLimit {
  readonly cores: number;
  readonly periods: number | undefined;
  readonly throttledPeriods: number | undefined;
  readonly throttledSeconds: number | undefined;
}

/** The memory limit of a cgroup and what it did; undefined where there is none. */
export interface MemoryLimit {
  readonly bytes: number;
  readonly usageBytes: number | undefined;
  readonly oomKills: number | undefined;
}

/** A limit at least this high is version 1's way to say that there is none: the highest multiple of a page in 63 bits. */
const noLimitBytes = 2 ** 62;

/** Reads the CPU limit in a folder of version 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html). */
export async function cpuLimitOfVersion2(read: ReadProcessFile, folder: string): Promise<CpuLimit | undefined> {
  const [quota, period] = (await read(`${folder}/cpu.max`))?.trim().split(" ") ?? [];
  const cores = coresOf(quota, period);
  if (cores === undefined) return undefined;
  const stat = await read(`${folder}/cpu.stat`);
  return { cores, ...periods(stat), throttledSeconds: dividedBy(1e6, numberAfter("throttled_usec", stat)) };
}

/** Reads the CPU limit in a folder of version 1 (https://docs.kernel.org/scheduler/sched-bwc.html). */
export async function cpuLimitOfVersion1(read: ReadProcessFile, folder: string): Promise<CpuLimit | undefined> {
  const quota = await read(`${folder}/cpu.cfs_quota_us`);
  const cores = coresOf(quota, await read(`${folder}/cpu.cfs_period_us`));
  if (cores === undefined) return undefined;
  const stat = await read(`${folder}/cpu.stat`);
  return { cores, ...periods(stat), throttledSeconds: dividedBy(1e9, numberAfter("throttled_time", stat)) };
}

/** Reads the memory limit in a folder of version 2. */
export async function memoryLimitOfVersion2(read: ReadProcessFile, folder: string): Promise<MemoryLimit | undefined> {
  const bytes = wholeNumber(await read(`${folder}/memory.max`));
  if (bytes === undefined) return undefined;
  const [usage, events] = await Promise.all([read(`${folder}/memory.current`), read(`${folder}/memory.events`)]);
  return { bytes, usageBytes: wholeNumber(usage), oomKills: numberAfter("oom_kill", events) };
}

/** Reads the memory limit in a folder of version 1 (https://docs.kernel.org/admin-guide/cgroup-v1/memory.html). */
export async function memoryLimitOfVersion1(read: ReadProcessFile, folder: string): Promise<MemoryLimit | undefined> {
  const bytes = wholeNumber(await read(`${folder}/memory.limit_in_bytes`));
  if (bytes === undefined || bytes >= noLimitBytes) return undefined;
  const [usage, control] = await Promise.all([
    read(`${folder}/memory.usage_in_bytes`),
    read(`${folder}/memory.oom_control`),
  ]);
  return { bytes, usageBytes: wholeNumber(usage), oomKills: numberAfter("oom_kill", control) };
}

/** No limit is `max` in version 2 and -1 in version 1. */
function coresOf(quota: string | undefined, period: string | undefined): number | undefined {
  const [microseconds, each] = [wholeNumber(quota), wholeNumber(period)];
  return microseconds === undefined || each === undefined || each === 0 ? undefined : microseconds / each;
}

function periods(stat: string | undefined): Pick<CpuLimit, "periods" | "throttledPeriods"> {
  return { periods: numberAfter("nr_periods", stat), throttledPeriods: numberAfter("nr_throttled", stat) };
}
