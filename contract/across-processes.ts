import { indicatorMetrics } from "./names.ts";
import { workMetrics } from "./work.ts";

/** What becomes of one number that several processes of a service each tell: their sum, the largest or the smallest. */
export type AcrossProcesses = "sum" | "max" | "min";

/**
 * Metrics whose sum over the processes of a service would mean nothing. What a process may use for itself, such as its file
 * descriptors, is not among them: the sum of what is used is held against the sum of what may be.
 */
const notSummed: ReadonlyMap<string, AcrossProcesses> = new Map<string, AcrossProcesses>([
  // The oldest process tells how long the service has run.
  ["process_start_time_seconds", "min"],
  // Always 1.
  ["nodejs_version_info", "max"],
  // Every process holds the same indicators against the same routes.
  [indicatorMetrics.unmatchedRoutes, "max"],
  // A point in time.
  [workMetrics.lastSuccess, "max"],
  // Times that cannot be added up.
  ["nodejs_eventloop_lag_seconds", "max"],
  ["nodejs_eventloop_lag_min_seconds", "min"],
  ["nodejs_eventloop_lag_max_seconds", "max"],
  ["nodejs_eventloop_lag_mean_seconds", "max"],
  ["nodejs_eventloop_lag_stddev_seconds", "max"],
  ["nodejs_eventloop_lag_p50_seconds", "max"],
  ["nodejs_eventloop_lag_p90_seconds", "max"],
  ["nodejs_eventloop_lag_p99_seconds", "max"],
]);

/** How the values of a metric of several processes become one; every process reads the same figures of their container. */
export function acrossProcesses(metric: string): AcrossProcesses {
  return notSummed.get(metric) ?? (metric.startsWith("process_cgroup_") ? "max" : "sum");
}

/** Whether a metric is of the whole process, so that each of its threads would tell the same. */
export function isOfWholeProcess(metric: string): boolean {
  return metric.startsWith("process_");
}
