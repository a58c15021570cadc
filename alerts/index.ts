export type { FiringAlert } from "./alert.ts";
export {
  type BurnLimit,
  type BurnPair,
  burnFactor,
  burnLimits,
  burnPairs,
} from "./burn-pairs.ts";
export {
  type Behaviour,
  type BehaviourCase,
  type CounterSegment,
  type Expectation,
  type GaugeSegment,
  type InputSeries,
  samplesOf,
} from "./cases/behaviour-case.ts";
export { behaviourCases } from "./cases/behaviour-cases.ts";
export { type PrometheusRule, prometheusRule } from "./prometheus-rule.ts";
export { type PromtoolTest, type PromtoolTestFile, promtoolTest, promtoolTests } from "./promtool-tests.ts";
export { receiverFor, receiverOf } from "./receivers.ts";
export {
  type AlertingRule,
  isAlert,
  type RecordingRule,
  type Rule,
  type RuleFile,
  type RuleGroup,
} from "./rule-file.ts";
export { runbooks } from "./runbooks.ts";
export { serviceRules } from "./service-rules.ts";
