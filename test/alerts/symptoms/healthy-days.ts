import { exposedMetrics, type Service } from "@signalbox/contract";
import type { AppendedSeries } from "@signalbox/engine";

/** One minute of a day in the life of a service: what it does, and how many. */
export interface Minute {
  readonly requests: number;
  /** Requests of these that answer 422, 429 and 500. */
  readonly wrong: number;
  readonly limited: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** The labels of a pod's target. */
export type PodLabels = Readonly<Record<string, string>>;

/** A pod that lives from one minute to another; a rollout is one that ends where another begins. */
export interface Pod {
  readonly labels: PodLabels;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Day and night: hardly anything at 4 in the morning, most at 4 in the afternoon. Each minute has its own share of noise. */
export function dayAndNight(minute: number, mostPerMinute: number): number {
  const hour = (minute / 60) % 24;
  const wave = (1 - Math.cos(((hour - 4) / 24) * 2 * Math.PI)) / 2;
  const noise = 0.9 + 0.2 * pseudoRandom(minute);
  return Math.round(mostPerMinute * (0.02 + 0.98 * wave) * noise);
}

/** A number from 0 to 1 that looks random and is the same in every run. */
export function pseudoRandom(seed: number): number {
  const value = Math.sin(seed * 12.9898 + 4.1414) * 43_758.5453;
  return value - Math.floor(value);
}

/**
 * All series of one pod of a healthy service, scraped once a minute: everything that the definition says it exposes, with values that are
 * nothing to worry about.
 */
export function podSeries(service: Service, pod: Pod, story: (minute: number) => Minute): readonly AppendedSeries[] {
  const minutes = Array.from({ length: pod.toMinute - pod.fromMinute }, (_, index) => pod.fromMinute + index);
  const series: AppendedSeries[] = [];
  const append = (metric: string, labels: PodLabels, values: Float64Array): void => {
    series.push({
      labels: { __name__: metric, ...pod.labels, ...labels },
      timesMillis: Float64Array.from(minutes, (minute) => minute * 60_000),
      values,
    });
  };
  const gauge = (metric: string, value: (minute: number) => number, labels: PodLabels = {}): void =>
    append(metric, labels, Float64Array.from(minutes, value));
  const counter = (metric: string, increase: (minute: number) => number, labels: PodLabels = {}): void => {
    let total = 0;
    append(
      metric,
      labels,
      Float64Array.from(minutes, (minute) => {
        total += increase(minute);
        return total;
      }),
    );
  };
  gauge("up", () => 1);
  gauge("scrape_samples_post_metric_relabeling", () => 900);
  requestSeries(service, counter, gauge, story);
  const known = new Set(exposedMetrics(service).map(({ name }) => name));
  for (const [metric, value] of Object.entries(processGauges)) {
    if (known.has(metric)) gauge(metric, (minute) => value(minute, pod.fromMinute));
  }
  if (known.has("nodejs_eventloop_time_seconds_total")) loopSeries(counter, story);
  return series;
}

type Counter = (metric: string, increase: (minute: number) => number, labels?: PodLabels) => void;
type Gauge = (metric: string, value: (minute: number) => number, labels?: PodLabels) => void;

function requestSeries(service: Service, counter: Counter, gauge: Gauge, story: (minute: number) => Minute): void {
  const { http } = service;
  const count = http.requestCounter ?? `${http.duration.metric}_count`;
  const of = (status: string, route: string): PodLabels => ({
    [http.labels.method]: "GET",
    [http.labels.route]: route,
    [http.labels.status]: status,
  });
  const good = ({ requests, wrong, limited, failed }: Minute): number => requests - wrong - limited - failed;
  counter(count, (minute) => good(story(minute)), of("200", "/products"));
  counter(count, (minute) => story(minute).wrong, of("422", "/products"));
  counter(count, (minute) => story(minute).limited, of("429", "/products"));
  counter(count, (minute) => story(minute).failed, of("500", "/products"));
  counter(count, () => 3, of("404", http.unmatchedRoute));
  counter(count, (minute) => (minute % 7 === 0 ? 1 : 0), of("", "/products"));
  if (http.activeRequests !== undefined) {
    gauge(http.activeRequests, (minute) => story(minute).inFlight, { [http.labels.method]: "GET" });
  }
  for (const [sli, indicator] of Object.entries(service.indicators)) {
    if (indicator.kind !== "requests") continue;
    counter("sli_events_total", (minute) => story(minute).requests - story(minute).limited, { sli });
    counter("sli_bad_events_total", (minute) => story(minute).failed, { sli });
    gauge("sli_unmatched_routes", () => 0, { sli });
  }
  counter("signalbox_internal_errors_total", (minute) => (minute % 1000 === 0 ? 1 : 0));
  for (const [name, metric] of Object.entries(service.metrics)) {
    if (metric.type === "counter")
      counter(name, (minute) => (/failed/.test(name) ? 0 : Math.floor(story(minute).requests / 4)));
  }
}

/** A container that is runnable in few periods, a good part of which a garbage collection throttles; half of its memory in use, its page cache full. */
const processGauges: Readonly<Record<string, (minute: number, start: number) => number>> = {
  process_start_time_seconds: (_, start) => start * 60 - 20,
  process_resident_memory_bytes: (minute) => 250e6 + 50e6 * pseudoRandom(minute),
  process_cgroup_memory_limit_bytes: () => 512e6,
  process_cgroup_memory_usage_bytes: () => 510e6,
  nodejs_heap_size_used_bytes: (minute) => 120e6 + 80e6 * pseudoRandom(minute + 1),
  nodejs_heap_size_limit_bytes: () => 280e6,
};

function loopSeries(counter: Counter, story: (minute: number) => Minute): void {
  const active = (minute: number): number => Math.min(50, 0.2 + story(minute).requests * 0.04);
  counter("nodejs_eventloop_time_seconds_total", active, { state: "active" });
  counter("nodejs_eventloop_time_seconds_total", (minute) => 60 - active(minute), { state: "idle" });
  counter("process_cgroup_cpu_periods_total", (minute) => 40 + story(minute).requests / 4);
  counter("process_cgroup_cpu_throttled_periods_total", (minute) => (story(minute).requests < 20 ? 15 : 2));
  counter("process_cgroup_cpu_throttled_seconds_total", () => 1.1);
}
