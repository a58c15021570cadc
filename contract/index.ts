export { boardUid, serviceBoard } from "./board-uid.ts";
export { type Brand, brandKey, deepFreeze, hasBrand } from "./brand.ts";
export { type ExposedLabel, type ExposedMetric, exposedMetrics } from "./exposed-metrics.ts";
export { type HttpFamily, otel, otelDurationBounds, type PromClientNames, promClient } from "./http-family.ts";
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
  otherMethod,
  overflowValue,
  type RatioWindow,
  recordedSeries,
  ruleGroups,
  targetLabels,
} from "./names.ts";
export { nearestName } from "./nearest-name.ts";
export { DefinitionError, isDefinitionError, type Problem, showValue } from "./problems.ts";
export {
  type Judgement,
  judgeRequest,
  type PolicyRow,
  type RequestEnd,
  requestPolicy,
  type Verdict,
} from "./request-policy.ts";
export { isRecord, joinPath, Report } from "./rules/report.ts";
export { labelSets, maximumSamples, seriesLimits } from "./series-limits.ts";
export {
  type CheckedMetrics,
  type CounterName,
  defineService,
  type Service,
  type ServiceDefinition,
} from "./service.ts";
