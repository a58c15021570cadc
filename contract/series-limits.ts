import { isOpen, type Metric } from "./metrics.ts";
import type { Service } from "./service.ts";

/**
 * How many series a service may expose at most. The exporter holds these caps, and the scrape limit is computed from
 * them, because Prometheus rejects a whole scrape that exceeds its sample limit.
 */
export const seriesLimits = {
  /** Label combinations of the HTTP family before `__overflow__` takes the rest. */
  httpLabelSets: 500,
  /** Label combinations of one metric of the business. */
  metricLabelSets: 2000,
  /** Bytes of UTF-8 that are kept of a label value. */
  labelValueBytes: 128,
  /** Samples left free for registries that are added to the exposition. */
  addedSamples: 2000,
} as const;

/** How many label combinations a metric can have: the product of its listed values and open maxima. */
export function labelSets(metric: Metric): number {
  return Object.values(metric.labels).reduce(
    (product, values) => product * (isOpen(values) ? values.max : values.length),
    1,
  );
}

/** The most samples that one scrape of a service with our exporter can return, added registries within their allowance. */
export function maximumSamples(service: Service): number {
  const http = (seriesLimits.httpLabelSets + 1) * (service.http.duration.bounds.length + 3) + 20;
  const own = Object.values(service.metrics).reduce(
    (sum, metric) => sum + (labelSets(metric) + 1) * (metric.type === "histogram" ? metric.bounds.length + 3 : 1),
    0,
  );
  const indicators = Object.keys(service.indicators).length * 3;
  const exporter = Object.keys(service.metrics).length + 10;
  return http + own + indicators + exporter + seriesLimits.addedSamples;
}
