import { dependencySamples } from "./dependencies.ts";
import { type HistogramDefinition, isOpen, type Metric } from "./metrics.ts";
import { metricsServerSamples } from "./metrics-server-metrics.ts";
import { maximumProcessSamples } from "./process-metrics.ts";
import type { Service } from "./service.ts";
import { workSamples } from "./work.ts";

/**
 * How many series a service may expose at most. The exporter holds these caps, and the scrape limit is computed from
 * them, because Prometheus rejects a whole scrape that exceeds its sample limit.
 */
export const seriesLimits = {
  /** Label combinations of the HTTP family before `__overflow__` takes the rest. */
  httpLabelSets: 500,
  /** Label combinations of one metric of the business, and of the request counter of a lean HTTP family. */
  metricLabelSets: 2000,
  /** Bytes of UTF-8 that are kept of a label value. */
  labelValueBytes: 128,
  /** Samples left free for registries that are added to the exposition. */
  addedSamples: 2000,
} as const;

/** How many label combinations the labels of a metric allow: the product of its listed values and open maxima. */
export function labelCombinations(metric: Metric): number {
  return Object.values(metric.labels).reduce(
    (product, values) => product * (isOpen(values) ? values.max : values.length),
    1,
  );
}

/** How many label combinations of a metric are kept at most. */
export function labelSets(metric: Metric): number {
  return Math.min(labelCombinations(metric), metric.labelSetLimit ?? Number.POSITIVE_INFINITY);
}

/** The most samples that one scrape of a service with our exporter can return, added registries within their allowance. */
export function maximumSamples(service: Service): number {
  const requests = service.http.requestCounter === undefined ? 0 : seriesLimits.metricLabelSets + 1;
  const http = (seriesLimits.httpLabelSets + 1) * histogramSamples(service.http.duration) + requests + 20;
  const own = Object.values(service.metrics).reduce(
    (sum, metric) => sum + (labelSets(metric) + 1) * (metric.type === "histogram" ? histogramSamples(metric) : 1),
    0,
  );
  const indicators = Object.keys(service.indicators).length * 3;
  const beside = dependencySamples(service.dependencies) + workSamples(service.work) + maximumProcessSamples(service);
  const exporter = Object.keys(service.metrics).length + 12 + metricsServerSamples;
  return http + own + indicators + beside + exporter + seriesLimits.addedSamples;
}

/** Samples of one label set: its buckets with `+Inf`, sum and count, and one more for all native buckets. */
function histogramSamples({ bounds, native }: Pick<HistogramDefinition, "bounds" | "native">): number {
  return bounds.length + 3 + (native === undefined ? 0 : 1);
}
