import { dependencyFamilies } from "./dependencies.ts";
import type { HttpFamily } from "./http-family.ts";
import { isOpen, type LabelSet } from "./metrics.ts";
import { metricsServerMetrics } from "./metrics-server-metrics.ts";
import { exporterMetrics, indicatorLabel, indicatorMetrics } from "./names.ts";
import type { NativeResolution } from "./native-histograms.ts";
import { processMetrics } from "./process-metrics.ts";
import type { Service } from "./service.ts";
import { workFamilies } from "./work.ts";

/** The values that a label can have: a closed list, or anything. */
export type ExposedLabel = { readonly kind: "listed"; readonly values: readonly string[] } | { readonly kind: "open" };

/** One metric as a scrape of the service shows it, without the labels that Prometheus adds to targets. */
export interface ExposedMetric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: Readonly<Record<string, ExposedLabel>>;
  /** Bucket bounds of a histogram, without `+Inf`; empty for other types. */
  readonly bounds: readonly number[];
  /** The native buckets of a histogram that formats which know them show under its name; none when left out. */
  readonly native?: NativeResolution | undefined;
}

/** Everything that a service exposes under its definition; what queries are resolved against. */
export function exposedMetrics(service: Service): readonly ExposedMetric[] {
  const business = Object.entries(service.metrics).map(([name, metric]) => ({
    name,
    type: metric.type,
    help: metric.help,
    labels: exposedLabels(metric.labels),
    bounds: metric.type === "histogram" ? metric.bounds : [],
    ...(metric.type === "histogram" && metric.native !== undefined && { native: metric.native }),
  }));
  const own = service.http.indicatorSource === "events" ? exporterOwn(service) : [];
  return [
    ...httpMetrics(service.http),
    ...dependencyFamilies(service.dependencies),
    ...workFamilies(service.work),
    ...own,
    ...business,
    ...processMetrics(service),
  ];
}

const open: ExposedLabel = { kind: "open" };

function httpMetrics(family: HttpFamily): readonly ExposedMetric[] {
  const { method, route, status } = family.labels;
  const all = [method, route, status, ...family.otherLabels];
  const duration: ExposedMetric = {
    name: family.duration.metric,
    type: "histogram",
    help: "Duration of HTTP server requests.",
    labels: openLabels(family.requestCounter === undefined ? all : [method, route]),
    bounds: family.duration.bounds,
    ...(family.duration.native !== undefined && { native: family.duration.native }),
  };
  const counted: readonly ExposedMetric[] =
    family.requestCounter === undefined
      ? [duration]
      : [
          duration,
          {
            name: family.requestCounter,
            type: "counter",
            help: "HTTP server requests that ended.",
            labels: openLabels(all),
            bounds: [],
          },
        ];
  if (family.activeRequests === undefined) return counted;
  const activeLabels = family.preset === "otel" ? { [method]: open, url_scheme: open } : { [method]: open };
  const active: ExposedMetric = {
    name: family.activeRequests,
    type: "gauge",
    help: "Number of active HTTP server requests.",
    labels: activeLabels,
    bounds: [],
  };
  return [...counted, active];
}

function openLabels(names: readonly string[]): Readonly<Record<string, ExposedLabel>> {
  return Object.fromEntries(names.map((name) => [name, open]));
}

function exporterOwn(service: Service): readonly ExposedMetric[] {
  const requestIndicators = Object.entries(service.indicators)
    .filter(([, indicator]) => indicator.kind === "requests")
    .map(([name]) => name);
  const sli: Readonly<Record<string, ExposedLabel>> = {
    [indicatorLabel]: { kind: "listed", values: requestIndicators },
  };
  const metric = (
    name: string,
    type: "counter" | "gauge",
    help: string,
    labels: Readonly<Record<string, ExposedLabel>>,
  ): ExposedMetric => ({ name, type, help, labels, bounds: [] });
  const own = [
    metric(
      exporterMetrics.overflowedUpdates,
      "counter",
      "Updates counted in an overflow series because a metric reached its cap of label sets.",
      { metric: open },
    ),
    metric(
      exporterMetrics.internalErrors,
      "counter",
      "Errors inside the instrumentation, none of which reached a request.",
      {},
    ),
    ...metricsServerMetrics,
  ];
  if (requestIndicators.length === 0) return own;
  return [
    metric(indicatorMetrics.events, "counter", "Requests that count for a service-level indicator.", sli),
    metric(indicatorMetrics.badEvents, "counter", "Requests that were bad for a service-level indicator.", sli),
    metric(indicatorMetrics.unmatchedRoutes, "gauge", "Routes of an indicator that the router does not know.", sli),
    ...own,
  ];
}

function exposedLabels(labels: LabelSet): Readonly<Record<string, ExposedLabel>> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, values]) => [name, isOpen(values) ? open : { kind: "listed", values }]),
  );
}
