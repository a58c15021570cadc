import { type ExposedLabel, exposedMetrics, type Service } from "@signalbox/contract";
import type { HistorySeries, Stretch } from "./history.ts";
import type { SourceQuestion } from "./questions.ts";

/** Label sets of the HTTP metric on one pod; with 5 pods 200 series, all of which an objective of their kind reads. */
const routes = Array.from({ length: 10 }, (_, index) => `/route-${index}`);
const methods = ["GET", "POST"];
const statuses = { status: ["200", "500"], latency: ["200", "201"], indicator: ["200", "500"] } as const;

/** How many pods the service runs on. */
export const podCount = 5;

const pods = Array.from({ length: podCount }, (_, index) => ({
  namespace: "live",
  job: "shop",
  pod: `shop-${index}`,
  instance: `10.0.0.${index}:9464`,
}));

/** Everything that pods of a service expose in the given stretches of time; of its buckets the one at 0.25 s. */
export function rawSeries(
  { service, source }: SourceQuestion,
  stretches: readonly Stretch[],
  onPods: number,
): readonly HistorySeries[] {
  const series = (metric: string, labels: Readonly<Record<string, string>>, perMinute: number): HistorySeries[] =>
    pods.slice(0, onPods).map((pod) => ({ metric, labels: { ...pod, ...labels }, perMinute, value: 1, stretches }));
  return [
    ...series("up", {}, 0),
    ...exposedMetrics(service).flatMap((metric) => {
      const isHttp = metric.name === service.http.duration.metric;
      const sets = isHttp ? httpLabelSets(service, statuses[source], metric.labels) : [labelSet(metric.labels)];
      return sets.flatMap((labels) => {
        if (metric.type !== "histogram") return series(metric.name, labels, metric.type === "counter" ? 60 : 0);
        return [
          ...series(`${metric.name}_count`, labels, 60),
          ...(source === "latency" ? series(`${metric.name}_bucket`, { ...labels, le: "0.25" }, 59) : []),
        ];
      });
    }),
  ];
}

function httpLabelSets(
  service: Service,
  codes: readonly string[],
  labels: Labels,
): readonly Readonly<Record<string, string>>[] {
  const { method, route, status } = service.http.labels;
  return routes.flatMap((one) =>
    methods.flatMap((verb) =>
      codes.map((code) => ({ ...labelSet(labels), [route]: one, [method]: verb, [status]: code })),
    ),
  );
}

type Labels = Readonly<Record<string, ExposedLabel>>;

function labelSet(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, label]) => [name, label.kind === "listed" ? (label.values[0] ?? "") : "any"]),
  );
}
