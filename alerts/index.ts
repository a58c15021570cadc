export type { BurnLimit, BurnPair } from "../config/index.ts";
export type { FiringAlert } from "./alert.ts";
export type { AlertPlot } from "./alert-plot.ts";
export { alertPlots } from "./alert-plots.ts";
export {
  type Behaviour,
  type BehaviourCase,
  type CounterSegment,
  type Expectation,
  type GaugeSegment,
  type InputSeries,
  type Pace,
  type RecordedExpectation,
  sampleMinutes,
  samplesOf,
} from "./cases/behaviour-case.ts";
export { behaviourCases } from "./cases/behaviour-cases.ts";
export { identityAt } from "./cases/case-place.ts";
export { type OwnCase, ownCases } from "./cases/own-cases.ts";
export { type Proof, proofs } from "./cases/proofs.ts";
export type { Incident, IncidentPanel } from "./incident-report/incident.ts";
export {
  type FiredAlert,
  type IncidentCost,
  type IncidentFacts,
  incidentFacts,
} from "./incident-report/incident-facts.ts";
export { incidentReport } from "./incident-report/incident-report.ts";
export { askedThen, panelAddress } from "./incident-report/panels-part.ts";
export { ownPromtoolTests } from "./own-promtool-tests.ts";
export { type Place, placesOf } from "./places.ts";
export { platformCases } from "./platform/platform-cases.ts";
export { platformRules } from "./platform/platform-rules.ts";
export { type PrometheusRule, prometheusRule } from "./prometheus-rule.ts";
export { type PromtoolTest, type PromtoolTestFile, promtoolTest, promtoolTests } from "./promtool-tests.ts";
export { receiverFor, receiverOf } from "./receivers.ts";
export { alertmanagerConfig, alertmanagerConfigs, platformConfigs } from "./routing/alertmanager-config.ts";
export { alertmanagerFile } from "./routing/alertmanager-file.ts";
export { type Inhibited, type Inhibitor, inhibitor } from "./routing/inhibition.ts";
export { type Routed, type RoutedNotification, type Router, router } from "./routing/notifications.ts";
export type { AlertmanagerConfig } from "./routing/operator-notation.ts";
export {
  type AlertLabels,
  type ReachedRoute,
  type RouteFinder,
  routeFinder,
} from "./routing/route-evaluator.ts";
export {
  type RouteAnswer,
  type RouteResult,
  type RouteSurroundings,
  routeResults,
  routeTo,
} from "./routing/route-to.ts";
export { type MisroutedAlert, type RoutingFacts, routingFacts } from "./routing/routing-facts.ts";
export { effectiveRouting } from "./routing/routing-tree.ts";
export { holdsAt } from "./routing/time-interval.ts";
export {
  type AlertingRule,
  isAlert,
  type RecordingRule,
  type Rule,
  type RuleFile,
  type RuleGroup,
} from "./rule-file.ts";
export { type RunbookQuery, runbookQueries, runbooks } from "./runbooks/runbooks.ts";
export { serviceRules } from "./service-rules.ts";
export { type UnmatchedPatch, unmatchedPatches } from "./unmatched-patches.ts";
