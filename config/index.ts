export {
  type AlertCase,
  type AlertCaseDefinition,
  alertCase,
  type CaseExpectation,
  type CaseSeries,
  type CaseTraffic,
  type CaseTrafficStretch,
  type ExpectedAlert,
} from "./alert-case.ts";
export {
  type AlertPatch,
  type AlertSelection,
  type AlertTexts,
  type GeneratedAlertName,
  patchAlerts,
} from "./alert-patch.ts";
export {
  type BoardAddition,
  type BoardRow,
  type DrawnPanel,
  type OwnPanel,
  type OwnQuery,
  onBoard,
  type RawPanel,
  rawPanel,
  row,
  stat,
  timeseries,
} from "./board-additions.ts";
export {
  type BurnLimit,
  type BurnPair,
  budgetRatio,
  burnFactor,
  burnLimits,
  burnPairs,
  unreachableLimits,
} from "./burn-pairs.ts";
export {
  type BusinessAlert,
  type StoppedAlert,
  stopped,
  type ThresholdAlert,
  type ThresholdOptions,
  threshold,
} from "./business-alerts.ts";
export { type Config, type ConfigDefinition, defineConfig, type Environment } from "./define-config.ts";
export type { Counted, Objective, ObjectiveOptions } from "./objective.ts";
export { objectiveBadInWords } from "./objective-in-words.ts";
export { objectives, type ServiceObjectives } from "./objectives.ts";
export { type KubePrometheusStackOptions, kubePrometheusStack, type PrometheusProfile } from "./prometheus-profile.ts";
export { type Proof, proofs } from "./proofs.ts";
export { type RawRules, rawRules } from "./raw-rules.ts";
export {
  email,
  microsoftTeams,
  pagerDuty,
  type RawReceiver,
  type Receiver,
  rawReceiver,
  receiverTitle,
  type SecretFile,
  type SecretKey,
  type SecretSource,
  slack,
  webhook,
} from "./receivers.ts";
export type {
  AlertmanagerFile,
  AlertmanagerReceiver,
  AlertmanagerRoute,
  InhibitRule,
  TimeInterval,
  TimeSpan,
} from "./routing/alertmanager-file.ts";
export {
  type LabelMatcher,
  labelTest,
  matcherText,
  oneOf,
  type ParsedMatchers,
  parseMatchers,
} from "./routing/label-matcher.ts";
export {
  type AlertmanagerConfigRouting,
  type AlertmanagerRouting,
  type LabelsOnlyRouting,
  type MatcherStrategy,
  type OfficeHours,
  officeHours,
  officeHoursName,
  type RouteTest,
  type Routing,
  receiverNames,
} from "./routing/routing.ts";
export type { SampleList } from "./series-notation.ts";
export type { CounterAlert, SymptomOptions, SymptomSettings, WorkLimit } from "./symptoms.ts";
export type { Team, Urgency } from "./teams.ts";
export { type Tier, type TierWithTarget, tier } from "./tiers.ts";
