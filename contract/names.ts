/** The counters that the exporter keeps for each indicator, label `sli`. */
export const indicatorMetrics = {
  events: "sli_events_total",
  badEvents: "sli_bad_events_total",
  unmatchedRoutes: "sli_unmatched_routes",
} as const;

/** What the exporter tells of itself. */
export const exporterMetrics = {
  overflowedUpdates: "signalbox_overflowed_updates_total",
  internalErrors: "signalbox_internal_errors_total",
  scrapes: "signalbox_scrapes_total",
  scrapesInFlight: "signalbox_scrapes_in_flight",
  scrapeRenderDuration: "signalbox_scrape_render_duration_seconds",
  abortedRequests: "signalbox_aborted_requests_total",
} as const;

/** Status codes with which the metrics server answers scrapes, values of the label `code` of {@link exporterMetrics.scrapes}. */
export const scrapeCodes: readonly string[] = ["200", "401", "500", "503"];

/** The label that names an indicator. */
export const indicatorLabel = "sli";

/** The label that names a metric: of a counter of the business in what is recorded of it, and of what overflowed. */
export const metricLabel = "metric";

/** The value that every label has in the series that takes what exceeds a metric's cap. */
export const overflowValue = "__overflow__";

/** The method label of a request whose method is not one of {@link knownMethods}. */
export const otherMethod = "_OTHER";

/** Methods that become label values, from RFC 9110 and RFC 5789; every other one is {@link otherMethod}. */
export const knownMethods: readonly string[] = [
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "TRACE",
];

/** The windows over which error ratios are recorded. */
export type RatioWindow = "5m" | "30m" | "1h" | "2h" | "6h" | "1d" | "3d";

/** Recorded series. They hold 28 days of history: a change is a major version. */
export const recordedSeries = {
  events: "sli:events:rate5m",
  badEvents: "sli:bad_events:rate5m",
  errorRatio: (window: RatioWindow): string => `sli:error_ratio:rate${window}`,
  badMinute: "sli:bad_minute:bool",
  budgetRemaining: "slo:error_budget_remaining:ratio",
  burnRate: "slo:burn_rate:ratio1h",
  timeToExhaustion: "slo:time_to_exhaustion:seconds",
  historyStart: "slo:history_start:timestamp_seconds",
  info: "slo_info",
  answers: "http:answers:rate5m",
  clientErrors: "http:client_errors:rate5m",
  clientErrorRatio: "http:client_error_ratio:rate1h",
  clientErrorRatioLastWeek: "http:client_error_ratio:rate1h_last_week",
  businessEvents: "business:events:rate5m",
  businessEventsHourly: "business:events:rate1h",
  expectedBusinessEvents: "business:expected_events:rate1h",
} as const;

/** Names of the alerts that we write. */
export const alertNames = {
  errorBudgetBurn: "ErrorBudgetBurn",
  targetsDown: "ServiceTargetsDown",
  absent: "ServiceAbsent",
  indicatorRouteUnmatched: "IndicatorRouteUnmatched",
  targetsDownPartly: "ServiceTargetsDownPartly",
  hangs: "ServiceHangs",
  restarting: "ServiceRestarting",
  eventLoopSaturated: "EventLoopSaturated",
  cpuThrottled: "CpuThrottled",
  memoryNearLimit: "MemoryNearLimit",
  expositionLimitNear: "ExpositionLimitNear",
  seriesCapHit: "SeriesCapHit",
  instrumentationErrors: "InstrumentationErrors",
  dependencyFailing: "DependencyFailing",
  workFailing: "WorkFailing",
  workOverdue: "WorkOverdue",
  requestsRateLimited: "RequestsRateLimited",
  clientErrorsTrebled: "ClientErrorsTrebled",
  businessStopped: "BusinessStopped",
  businessThreshold: "BusinessThreshold",
  ruleEvaluationFailing: "RuleEvaluationFailing",
  watchdog: "Watchdog",
} as const;

/** Names of the rule groups of a service. */
export const ruleGroups = {
  indicators: (service: string): string => `${service}.sli`,
  objectives: (service: string): string => `${service}.slo`,
  symptoms: (service: string): string => `${service}.symptoms`,
  platform: "signalbox.platform",
} as const;

/** Labels that the Prometheus Operator sets on targets; a metric must not use them. */
export const targetLabels: readonly string[] = [
  "job",
  "instance",
  "namespace",
  "service",
  "pod",
  "container",
  "endpoint",
  "node",
];
