import type { ExposedLabel, ExposedMetric } from "./exposed-metrics.ts";
import type { Service } from "./service.ts";

/**
 * Which metrics of the process and of Node a service exposes. `standard`: those of our exporter, most under the names of prom-client.
 * `promClient`: the misnamed ones of prom-client 15 too, for boards that read them. `none`: no such metrics.
 */
export type ProcessPreset = "standard" | "promClient" | "none";

/** Bounds in seconds of `nodejs_gc_duration_seconds`: those of prom-client, and some between them. */
const gcDurationBounds: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5];

/** Bounds in seconds of `nodejs_eventloop_delay_seconds`. The clock of Node's timers ticks once a millisecond. */
const eventLoopDelayBounds: readonly number[] = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Kinds of garbage collection, as prom-client names them. */
export const gcKinds: readonly string[] = ["major", "minor", "incremental", "weakcb"];

/** How many values a label of the process metrics can have at most, where Node decides which there are. */
export const processLimits = {
  /** Spaces of the heap; Node 24 has 13. */
  heapSpaces: 32,
  /** Types of resources that keep the event loop alive; Node 24 knows about 90, a process uses a few. */
  resourceTypes: 100,
} as const;

const open: ExposedLabel = { kind: "open" };
const type: ExposedMetric["labels"] = { type: open };
const space: ExposedMetric["labels"] = { space: open };

/** Of prom-client and of ours, with the same name and meaning. */
const shared: readonly ExposedMetric[] = [
  single("process_cpu_user_seconds_total", "counter", "User CPU time of the process in seconds."),
  single("process_cpu_system_seconds_total", "counter", "System CPU time of the process in seconds."),
  single("process_cpu_seconds_total", "counter", "User and system CPU time of the process in seconds."),
  single("process_start_time_seconds", "gauge", "Start of the process in seconds since 1970."),
  single("process_resident_memory_bytes", "gauge", "Resident memory of the process in bytes."),
  single("process_virtual_memory_bytes", "gauge", "Virtual memory of the process in bytes."),
  single("process_open_fds", "gauge", "File descriptors that are open."),
  single("process_max_fds", "gauge", "File descriptors that may be open."),
  single("nodejs_heap_size_total_bytes", "gauge", "Size of the V8 heap in bytes."),
  single("nodejs_heap_size_used_bytes", "gauge", "Used part of the V8 heap in bytes."),
  single("nodejs_external_memory_bytes", "gauge", "Memory of objects outside the V8 heap, such as buffers, in bytes."),
  labelled("nodejs_heap_space_size_total_bytes", space, "Size of a space of the V8 heap in bytes."),
  labelled("nodejs_heap_space_size_used_bytes", space, "Used part of a space of the V8 heap in bytes."),
  labelled("nodejs_heap_space_size_available_bytes", space, "Free part of a space of the V8 heap in bytes."),
  labelled("nodejs_active_resources", type, "Resources that keep the event loop alive, by type."),
  labelled(
    "nodejs_version_info",
    { version: open, major: open, minor: open, patch: open },
    "Version of Node, always 1.",
  ),
  {
    name: "nodejs_gc_duration_seconds",
    type: "histogram",
    help: "Time of garbage collections in seconds, by kind.",
    labels: { kind: { kind: "listed", values: gcKinds } },
    bounds: gcDurationBounds,
  },
];

/** Only of ours. What is of a cgroup is absent where the process has no limit of that kind. */
const added: readonly ExposedMetric[] = [
  {
    name: "nodejs_eventloop_delay_seconds",
    type: "histogram",
    help: "How long work that comes to the event loop at any time has to wait, in seconds.",
    labels: {},
    bounds: eventLoopDelayBounds,
  },
  {
    name: "nodejs_eventloop_time_seconds_total",
    type: "counter",
    help: "Time of the event loop in seconds, active or idle.",
    labels: { state: { kind: "listed", values: ["active", "idle"] } },
    bounds: [],
  },
  single("nodejs_heap_size_limit_bytes", "gauge", "Size that the V8 heap may reach in bytes."),
  single("process_cgroup_cpu_limit_cores", "gauge", "CPU time that the container may use, in cores."),
  single(
    "process_cgroup_cpu_periods_total",
    "counter",
    "Periods in which the container was runnable under a CPU limit.",
  ),
  single(
    "process_cgroup_cpu_throttled_periods_total",
    "counter",
    "Periods in which the CPU limit held the container back.",
  ),
  single(
    "process_cgroup_cpu_throttled_seconds_total",
    "counter",
    "Time that the CPU limit held the container's threads back, in seconds.",
  ),
  single("process_cgroup_memory_limit_bytes", "gauge", "Memory that the container may use, in bytes."),
  single(
    "process_cgroup_memory_usage_bytes",
    "gauge",
    "Memory that the container uses, with the page cache, in bytes.",
  ),
  single(
    "process_cgroup_oom_kills_total",
    "counter",
    "Processes of the container that were killed for want of memory.",
  ),
];

/** Only of prom-client: gauges that end in `_total`, and figures of the event loop that cannot be added up. */
const misnamed: readonly ExposedMetric[] = [
  single("process_heap_bytes", "gauge", "Data segment of the process in bytes."),
  single("nodejs_eventloop_lag_seconds", "gauge", "Delay of the event loop when it was last looked at, in seconds."),
  single(
    "nodejs_eventloop_lag_min_seconds",
    "gauge",
    "Least delay of the event loop in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_max_seconds",
    "gauge",
    "Most delay of the event loop in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_mean_seconds",
    "gauge",
    "Mean delay of the event loop in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_stddev_seconds",
    "gauge",
    "Standard deviation of the event loop's delay in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_p50_seconds",
    "gauge",
    "Median delay of the event loop in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_p90_seconds",
    "gauge",
    "90th percentile of the event loop's delay in the last full minute, in seconds.",
  ),
  single(
    "nodejs_eventloop_lag_p99_seconds",
    "gauge",
    "99th percentile of the event loop's delay in the last full minute, in seconds.",
  ),
  single("nodejs_active_resources_total", "gauge", "Resources that keep the event loop alive."),
  labelled("nodejs_active_handles", type, "Handles, such as sockets, that keep the event loop alive, by type."),
  single("nodejs_active_handles_total", "gauge", "Handles, such as sockets, that keep the event loop alive."),
  labelled(
    "nodejs_active_requests",
    type,
    "Requests to the system, such as file reads, that keep the event loop alive, by type.",
  ),
  single(
    "nodejs_active_requests_total",
    "gauge",
    "Requests to the system, such as file reads, that keep the event loop alive.",
  ),
];

/**
 * The process metrics that a service exposes under its definition, in their order. A service that is instrumented by other means
 * has those of prom-client's `collectDefaultMetrics` or none.
 */
export function processMetrics(service: Service): readonly ExposedMetric[] {
  // A service that an older copy of this package defined does not say.
  return processMetricsOf(service.process ?? "none", service.http.indicatorSource === "events");
}

/** As {@link processMetrics}, of a preset; `ours` says whether our exporter runs in the service. */
export function processMetricsOf(preset: ProcessPreset, ours: boolean): readonly ExposedMetric[] {
  switch (preset) {
    case "standard":
      return [...shared, ...added];
    case "promClient":
      return ours ? [...shared, ...added, ...misnamed] : [...shared, ...misnamed];
    case "none":
      return [];
  }
}

/** Whether a name is one of the process metrics, of any preset. */
export function isProcessMetric(name: string): boolean {
  return processMetricsOf("promClient", true).some((metric) => metric.name === name);
}

/** The most samples that the process metrics of a service can have. */
export function maximumProcessSamples(service: Service): number {
  return processMetrics(service).reduce(
    (sum, metric) => sum + mostSeries(metric) * (metric.bounds.length === 0 ? 1 : metric.bounds.length + 3),
    0,
  );
}

function mostSeries({ labels }: ExposedMetric): number {
  const sets = Object.entries(labels).map(([name, label]) => {
    if (label.kind === "listed") return label.values.length + 1;
    if (name === "type") return processLimits.resourceTypes + 1;
    return name === "space" ? processLimits.heapSpaces + 1 : 1;
  });
  return sets.reduce((product, values) => product * values, 1);
}

function single(name: string, type: "counter" | "gauge", help: string): ExposedMetric {
  return { name, type, help, labels: {}, bounds: [] };
}

function labelled(name: string, labels: ExposedMetric["labels"], help: string): ExposedMetric {
  return { name, type: "gauge", help, labels, bounds: [] };
}
