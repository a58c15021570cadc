export {
  type Against,
  type Backtest,
  type BacktestAlert,
  type BacktestRequest,
  type BacktestStep,
  backtest,
} from "./backtest.ts";
export type { BudgetCost } from "./budget-cost.ts";
export { caseStory, ownStory } from "./case-story.ts";
export { coverage, proofsOf, type RuleCoverage } from "./coverage.ts";
export { defaultTraffic, type Fault, type Incident, patienceSeconds, type TrafficBefore } from "./incident.ts";
export {
  type MutantResult,
  type MutateOptions,
  type MutationEngine,
  type MutationReport,
  mutate,
  type Verdict,
} from "./mutate.ts";
export type { MutationKind } from "./mutations/mutation.ts";
export type { MutationCase } from "./mutations/mutation-case.ts";
export type { AlertSpan, Notification, Notifier, Told, Untold } from "./notifier.ts";
export type { ObjectiveHistory } from "./objective-history.ts";
export type { CaseEngine } from "./play-story.ts";
export type { SimulationEngine } from "./rule-inputs.ts";
export {
  type CaseProblem,
  type CaseResult,
  type RecordedProblem,
  runCases,
} from "./run-cases.ts";
export {
  assertKnownAlerts,
  isAbout,
  type OwnCaseResult,
  ownDifferences,
  runOwnCases,
  type SourcedRuleFile,
  unknownAlerts,
} from "./run-own-cases.ts";
export { type SimulatedAlert, type Simulation, type SimulationRequest, simulate } from "./simulate.ts";
export type { TestedRule, TestedRuleFile } from "./tested-rules.ts";
