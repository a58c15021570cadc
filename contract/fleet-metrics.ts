import type { ExposedMetric } from "./exposed-metrics.ts";

/** What a process tells of the processes or threads whose metrics it shows with its own. */
export const fleetMetricNames = {
  members: "signalbox_members",
  lateReports: "signalbox_late_reports_total",
} as const;

/**
 * What is exposed beside the metrics of the service by a process that collects from others. It is not among `exposedMetrics`,
 * because nobody knows from a definition whether its service runs in several processes.
 */
export const fleetMetrics: readonly ExposedMetric[] = [
  {
    name: fleetMetricNames.members,
    type: "gauge",
    help: "Processes or threads whose metrics are shown here and that answer, this one not included.",
    labels: {},
    bounds: [],
  },
  {
    name: fleetMetricNames.lateReports,
    type: "counter",
    help: "Reports of a process or thread that a scrape did not wait for any longer.",
    labels: {},
    bounds: [],
  },
];
