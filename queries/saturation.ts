import { maxBy } from "./aggregate.ts";
import { equals, type Matcher, selector } from "./selector.ts";

/** Share of time that the event loop of the busiest instance was active over a window, 0 to 1, by the given labels. */
export function eventLoopUse(where: readonly Matcher[], window: string, by: readonly string[]): string {
  const metric = "nodejs_eventloop_time_seconds_total";
  const active = `rate(${selector(metric, [...where, equals("state", "active")])}[${window}])`;
  const all = `rate(${selector(metric, where)}[${window}])`;
  return maxBy(by, `sum without (state) (${active}) / (sum without (state) (${all}) > 0)`);
}

/** Share of periods in which the CPU limit held the most affected instance back over a window, 0 to 1, by the given labels. */
export function throttledPeriodRatio(where: readonly Matcher[], window: string, by: readonly string[]): string {
  const throttled = `rate(${selector("process_cgroup_cpu_throttled_periods_total", where)}[${window}])`;
  const periods = `rate(${selector("process_cgroup_cpu_periods_total", where)}[${window}])`;
  return maxBy(by, `${throttled} / (${periods} > 0)`);
}

/** Seconds per second that the CPU limit held the threads of the most affected instance back over a window, by the given labels. */
export function throttledTime(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return maxBy(by, `rate(${selector("process_cgroup_cpu_throttled_seconds_total", where)}[${window}])`);
}

/** Share of the container's memory limit that the largest process holds, 0 to 1, by the given labels; absent without a limit. The page cache is not part of it. */
export function memoryUse(where: readonly Matcher[], by: readonly string[]): string {
  const held = selector("process_resident_memory_bytes", where);
  return maxBy(by, `${held} / (${selector("process_cgroup_memory_limit_bytes", where)} > 0)`);
}

/** Share of the size that the V8 heap may reach which the fullest heap uses, 0 to 1, by the given labels. */
export function heapUse(where: readonly Matcher[], by: readonly string[]): string {
  const used = selector("nodejs_heap_size_used_bytes", where);
  return maxBy(by, `${used} / (${selector("nodejs_heap_size_limit_bytes", where)} > 0)`);
}
