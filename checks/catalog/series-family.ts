import { type ExposedLabel, type ExposedMetric, exposedMetrics, type Service } from "@signalbox/contract";

/** All series of one name, as Prometheus stores them. */
export interface SeriesFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "recorded" | "unknown";
  /** Its labels without those of targets; undefined when they are not known. */
  readonly labels: ReadonlyMap<string, ExposedLabel> | undefined;
  /** Bucket bounds of a `_bucket` series; undefined for others. */
  readonly bounds: readonly number[] | undefined;
  /** The service that exposes it; undefined for what Prometheus and others add. */
  readonly service: string | undefined;
}

/** Every series that a service exposes; a histogram has three, and one more under its own name for native buckets. */
export function serviceFamilies(service: Service): readonly SeriesFamily[] {
  return exposedMetrics(service).flatMap((metric) => families(metric, service.name));
}

function families(metric: ExposedMetric, service: string): readonly SeriesFamily[] {
  const labels = new Map(Object.entries(metric.labels));
  const family = (suffix: string, type: "counter" | "gauge"): SeriesFamily => ({
    name: `${metric.name}${suffix}`,
    type,
    labels,
    bounds: undefined,
    service,
  });
  if (metric.type !== "histogram") return [family("", metric.type)];
  const withBounds = new Map<string, ExposedLabel>([...labels, ["le", { kind: "open" }]]);
  return [
    { ...family("_bucket", "counter"), labels: withBounds, bounds: metric.bounds },
    family("_sum", "counter"),
    family("_count", "counter"),
    ...(metric.native === undefined ? [] : [family("", "counter")]),
  ];
}

/** Series that Prometheus writes for every target (https://prometheus.io/docs/concepts/jobs_instances/) and every alert. */
export const prometheusFamilies: readonly SeriesFamily[] = [
  ...[
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
  ].map((name) => ownFamily(name, new Map())),
  {
    ...ownFamily("prometheus_rule_evaluation_failures_total", new Map([["rule_group", { kind: "open" }]])),
    type: "counter",
  },
  ownFamily("ALERTS", undefined),
  ownFamily("ALERTS_FOR_STATE", undefined),
];

function ownFamily(name: string, labels: SeriesFamily["labels"]): SeriesFamily {
  return { name, type: "gauge", labels, bounds: undefined, service: undefined };
}
