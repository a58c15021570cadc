export { type AcrossProcesses, acrossProcesses, isOfWholeProcess } from "./across-processes.ts";
export { boardUid, serviceBoard } from "./board-uid.ts";
export { type Brand, brandKey, deepFreeze, hasBrand } from "./brand.ts";
export {
  callLabelSets,
  type Dependencies,
  type Dependency,
  type DependencyDefinition,
  defaultAbandonedAfterSeconds,
  dependencyLabel,
  dependencyMetrics,
  dependencyNames,
  dependencySamples,
  otherDependency,
} from "./dependencies.ts";
export { type ExposedLabel, type ExposedMetric, exposedMetrics } from "./exposed-metrics.ts";
export { fleetMetricNames, fleetMetrics } from "./fleet-metrics.ts";
export {
  type HttpFamily,
  type OtelOptions,
  otel,
  otelDurationBounds,
  type PromClientNames,
  promClient,
} from "./http-family.ts";
export { badInWords } from "./indicator-in-words.ts";
export {
  type Indicator,
  type Indicators,
  type RatioIndicator,
  type RequestsIndicator,
  type RequestsOptions,
  ratio,
  requests,
} from "./indicators.ts";
export {
  type CounterDefinition,
  counter,
  type GaugeDefinition,
  gauge,
  type HistogramDefinition,
  type HistogramOptions,
  histogram,
  isOpen,
  type LabelSet,
  type LabelSetLimit,
  type LabelValues,
  type Metric,
  type MetricOptions,
  type Metrics,
  type OpenLabel,
  open,
  type Unit,
} from "./metrics.ts";
export {
  alertNames,
  exporterMetrics,
  indicatorLabel,
  indicatorMetrics,
  knownMethods,
  metricLabel,
  otherMethod,
  overflowValue,
  type RatioWindow,
  recordedSeries,
  ruleGroups,
  scrapeCodes,
  targetLabels,
} from "./names.ts";
export { type NativeOption, type NativeResolution, nativeLimits } from "./native-histograms.ts";
export { nearestName } from "./nearest-name.ts";
export { panelId, panelKeys } from "./panel-id.ts";
export { DefinitionError, isDefinitionError, type Problem, showValue } from "./problems.ts";
export { gcKinds, isProcessMetric, type ProcessPreset, processLimits, processMetrics } from "./process-metrics.ts";
export {
  type Judgement,
  judgeRequest,
  type PolicyRow,
  type RequestEnd,
  type Ruling,
  requestPolicy,
  rulingOn,
  type UntimedRequestEnd,
  type Verdict,
} from "./request-policy.ts";
export { isRecord, joinPath, Report } from "./rules/report.ts";
export { sampleLimit } from "./sample-limit.ts";
export { labelSets, maximumSamples, seriesLimits } from "./series-limits.ts";
export {
  type CheckedMetrics,
  type CounterName,
  defineService,
  type Service,
  type ServiceDefinition,
} from "./service.ts";
export {
  defaultWorkBounds,
  type Work,
  type WorkDefinition,
  type WorkOutcome,
  type Works,
  workLabel,
  workMetrics,
  workOutcomes,
  workSamples,
} from "./work.ts";
