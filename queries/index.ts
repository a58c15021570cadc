export { ratioOf, sumBy } from "./aggregate.ts";
export { firingAlerts } from "./alerts.ts";
export {
  alwaysInFlight,
  answersPerSecond,
  clientErrorsPerSecond,
  hourlyClientErrorCount,
  hourlyClientErrorRatio,
  lastWeeksClientErrorRatio,
  leastInFlight,
  rateLimitedCount,
  rateLimitedRatio,
  recordedAnswers,
  usualAnswerCount,
  usuallyInFlight,
  waitingRequests,
} from "./answers.ts";
export { chartLabels, counterRate, gaugeAverage, gaugeValue, histogramQuantile } from "./business.ts";
export {
  eventsWithin,
  expectedEvents,
  hourlyEvents,
  recordedExpectation,
  shareOfExpected,
} from "./business-expectation.ts";
export { callDurationQuantile, callRate, failedCallCount, failedCallRatio, failingCallRatio } from "./dependencies.ts";
export {
  badEventsByPod,
  callErrors,
  clientErrorsByRoute,
  largestMetrics,
  silentTargets,
  waitingCalls,
} from "./diagnosis.ts";
export { type Substituted, substituteVariables } from "./grafana-variables.ts";
export {
  activeRequests,
  answerRate,
  durationQuantile,
  errorRate,
  errorRatio,
  matchedRoutes,
  requestRate,
  unansweredRate,
} from "./http.ts";
export { bucketBound, bucketMatcher, type IndicatorEvents, indicatorEvents } from "./indicator-events.ts";
export {
  instrumentationErrors,
  largestScrape,
  overflowedUpdates,
  restarts,
  targetFlaps,
  targetsDownRatio,
} from "./instances.ts";
export {
  badEventCount,
  budgetRemainingOver,
  burnRateOf,
  historyStartOf,
  objectivePresence,
  ratioOfRecorded,
  timeToExhaustionOf,
  unmatchedRoutes,
} from "./objectives.ts";
export { alwaysOne, failedEvaluations, failedRuleEvaluations } from "./platform.ts";
export type { QuerySource, SourceSample, SourceSeries } from "./query-source.ts";
export {
  budgetRemaining,
  burnRate,
  chainedErrorRatio,
  historyStart,
  objectiveInfo,
  recordedErrorRatio,
  recordedEvents,
  timeToExhaustion,
} from "./recorded.ts";
export { eventLoopUse, heapUse, memoryUse, throttledPeriodRatio, throttledTime } from "./saturation.ts";
export { anyOf, differs, equals, type Matcher, matches, matchesNot, selector } from "./selector.ts";
export { targetsAbsent, targetsKnown, targetsUp, targetUp } from "./targets.ts";
export { badMinuteCount, badMinuteRatio, badMinutesPerSecond, minuteIsBad, minutesPerSecond } from "./time-slices.ts";
export {
  activeRuns,
  failedRunCount,
  failedRunRatio,
  failingRunRatio,
  itemAgeQuantile,
  overdueSeconds,
  runDurationQuantile,
  runRate,
  secondsSinceSuccess,
} from "./work.ts";
export {
  nearestBound,
  type WorstShare,
  worstDependency,
  worstPod,
  worstReplicaSet,
  worstRoute,
} from "./worst-shares.ts";
