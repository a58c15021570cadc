import type { ExposedMetric } from "./exposed-metrics.ts";
import { exporterMetrics, scrapeCodes } from "./names.ts";

/** What the metrics server and the drain tell of themselves, in the order of the exposition. */
export const metricsServerMetrics: readonly ExposedMetric[] = [
  {
    name: exporterMetrics.scrapes,
    type: "counter",
    help: "Scrapes by the status code of the answer.",
    labels: { code: { kind: "listed", values: scrapeCodes } },
    bounds: [],
  },
  {
    name: exporterMetrics.scrapesInFlight,
    type: "gauge",
    help: "Scrapes that are being rendered, this one included.",
    labels: {},
    bounds: [],
  },
  {
    name: exporterMetrics.scrapeRenderDuration,
    type: "histogram",
    help: "Time from the request of a scrape until its body was ready to be sent.",
    labels: {},
    bounds: [0.001, 0.01, 0.1, 1, 10],
  },
  {
    name: exporterMetrics.abortedRequests,
    type: "counter",
    help: "Requests that were broken off because the service had to end.",
    labels: {},
    bounds: [],
  },
];

/** Samples of these in one scrape. */
export const metricsServerSamples: number = metricsServerMetrics.reduce((sum, { labels, bounds, type }) => {
  const sets = Object.values(labels).reduce(
    (product, label) => product * (label.kind === "listed" ? label.values.length : 1),
    1,
  );
  return sum + sets * (type === "histogram" ? bounds.length + 3 : 1);
}, 0);
