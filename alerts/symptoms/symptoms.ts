import type { AlertScope } from "../alert.ts";
import type { BehaviourCase } from "../cases/behaviour-case.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import type { RecordingRule } from "../rule-file.ts";
import type { Runbook } from "../runbook.ts";
import { watches } from "./business-scope.ts";
import { businessStopped } from "./business-stopped.ts";
import { businessStoppedCases } from "./business-stopped-cases.ts";
import { businessThreshold } from "./business-threshold.ts";
import { businessThresholdCases } from "./business-threshold-cases.ts";
import { clientErrorsTrebled } from "./client-errors-trebled.ts";
import { clientErrorsTrebledCases } from "./client-errors-trebled-cases.ts";
import { cpuThrottled } from "./cpu-throttled.ts";
import { cpuThrottledCases } from "./cpu-throttled-cases.ts";
import { dependencyFailing, hasDependencies } from "./dependency-failing.ts";
import { dependencyFailingCases } from "./dependency-failing-cases.ts";
import { eventLoopSaturated } from "./event-loop-saturated.ts";
import { eventLoopSaturatedCases } from "./event-loop-saturated-cases.ts";
import { expositionLimitNear } from "./exposition-limit-near.ts";
import { expositionLimitNearCases } from "./exposition-limit-near-cases.ts";
import { indicatorRouteUnmatched, listsRoutes } from "./indicator-route-unmatched.ts";
import { indicatorRouteUnmatchedCases } from "./indicator-route-unmatched-cases.ts";
import { instrumentationErrors } from "./instrumentation-errors.ts";
import { instrumentationErrorsCases } from "./instrumentation-errors-cases.ts";
import { memoryNearLimit } from "./memory-near-limit.ts";
import { memoryNearLimitCases } from "./memory-near-limit-cases.ts";
import { requestsRateLimited } from "./requests-rate-limited.ts";
import { requestsRateLimitedCases } from "./requests-rate-limited-cases.ts";
import { seriesCapHit } from "./series-cap-hit.ts";
import { seriesCapHitCases } from "./series-cap-hit-cases.ts";
import { serviceAbsent } from "./service-absent.ts";
import { serviceAbsentCases } from "./service-absent-cases.ts";
import { serviceHangs, tellsRequestsInFlight } from "./service-hangs.ts";
import { serviceHangsCases } from "./service-hangs-cases.ts";
import { serviceRestarting } from "./service-restarting.ts";
import { serviceRestartingCases } from "./service-restarting-cases.ts";
import { serviceTargetsDown } from "./service-targets-down.ts";
import { serviceTargetsDownCases } from "./service-targets-down-cases.ts";
import { serviceTargetsDownPartly } from "./service-targets-down-partly.ts";
import { serviceTargetsDownPartlyCases } from "./service-targets-down-partly-cases.ts";
import { type Applies, always, exposing, type Symptom, type SymptomCases } from "./symptom.ts";
import { hasWork, workFailing } from "./work-failing.ts";
import { workFailingCases } from "./work-failing-cases.ts";
import { hasWorkLimits, workOverdue } from "./work-overdue.ts";
import { workOverdueCases } from "./work-overdue-cases.ts";

interface ListedSymptom {
  readonly symptom: Symptom;
  readonly cases: SymptomCases;
  readonly appliesTo: Applies;
}

/** Every alert that is not about an objective, and which services have it. */
const symptoms: readonly ListedSymptom[] = [
  { symptom: serviceTargetsDown, cases: serviceTargetsDownCases, appliesTo: always },
  { symptom: serviceAbsent, cases: serviceAbsentCases, appliesTo: always },
  { symptom: indicatorRouteUnmatched, cases: indicatorRouteUnmatchedCases, appliesTo: listsRoutes },
  { symptom: serviceTargetsDownPartly, cases: serviceTargetsDownPartlyCases, appliesTo: always },
  { symptom: serviceHangs, cases: serviceHangsCases, appliesTo: tellsRequestsInFlight },
  { symptom: serviceRestarting, cases: serviceRestartingCases, appliesTo: always },
  {
    symptom: eventLoopSaturated,
    cases: eventLoopSaturatedCases,
    appliesTo: exposing("nodejs_eventloop_time_seconds_total"),
  },
  { symptom: cpuThrottled, cases: cpuThrottledCases, appliesTo: exposing("process_cgroup_cpu_periods_total") },
  { symptom: memoryNearLimit, cases: memoryNearLimitCases, appliesTo: exposing("process_cgroup_memory_limit_bytes") },
  { symptom: expositionLimitNear, cases: expositionLimitNearCases, appliesTo: always },
  { symptom: seriesCapHit, cases: seriesCapHitCases, appliesTo: exposing("signalbox_overflowed_updates_total") },
  {
    symptom: instrumentationErrors,
    cases: instrumentationErrorsCases,
    appliesTo: exposing("signalbox_internal_errors_total"),
  },
  { symptom: dependencyFailing, cases: dependencyFailingCases, appliesTo: hasDependencies },
  { symptom: workFailing, cases: workFailingCases, appliesTo: hasWork },
  { symptom: workOverdue, cases: workOverdueCases, appliesTo: hasWorkLimits },
  { symptom: requestsRateLimited, cases: requestsRateLimitedCases, appliesTo: always },
  { symptom: clientErrorsTrebled, cases: clientErrorsTrebledCases, appliesTo: always },
  { symptom: businessStopped, cases: businessStoppedCases, appliesTo: watches("stopped") },
  { symptom: businessThreshold, cases: businessThresholdCases, appliesTo: watches("threshold") },
];

/** The alerts about a service itself, in the order of the list. */
export function symptomAlerts(scope: AlertScope): readonly PlacedAlert[] {
  return symptomsOf(scope).flatMap(({ symptom }) => symptom.alerts(scope));
}

/** What these alerts read beside scraped series; what several read is recorded once. */
export function symptomRecords(scope: AlertScope): readonly RecordingRule[] {
  const rules = symptomsOf(scope).flatMap(({ symptom }) => symptom.records?.(scope) ?? []);
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** The stories of these alerts. */
export function symptomCases(scope: AlertScope): readonly BehaviourCase[] {
  return symptomsOf(scope).flatMap(({ symptom, cases }) =>
    symptom.alerts(scope).flatMap((placed) => cases(placed, scope)),
  );
}

/** What to do about each of these alerts. */
export const symptomRunbooks: readonly Runbook[] = symptoms.map(({ symptom }) => symptom.runbook);

function symptomsOf({ objectives }: AlertScope): readonly ListedSymptom[] {
  return symptoms.filter(
    ({ symptom, appliesTo }) => !Object.hasOwn(objectives.symptoms.without, symptom.alert) && appliesTo(objectives),
  );
}
