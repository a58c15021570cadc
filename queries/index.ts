export { ratioOf, sumBy } from "./aggregate.ts";
export { firingAlerts } from "./alerts.ts";
export { chartLabels, counterRate, gaugeAverage, gaugeValue, histogramQuantile } from "./business.ts";
export { callDurationQuantile, callRate, failedCallRatio } from "./dependencies.ts";
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
  badEventCount,
  budgetRemainingOver,
  burnRateOf,
  eventErrorRatio,
  objectivePresence,
  ratioOfRecorded,
  unmatchedRoutes,
} from "./objectives.ts";
export type { QuerySource, SourceSample, SourceSeries } from "./query-source.ts";
export {
  budgetRemaining,
  burnRate,
  chainedErrorRatio,
  objectiveInfo,
  recordedErrorRatio,
} from "./recorded.ts";
export { anyOf, differs, equals, type Matcher, matches, matchesNot, selector } from "./selector.ts";
export { targetsAbsent, targetsKnown, targetsUp, targetUp } from "./targets.ts";
export {
  activeRuns,
  failedRunRatio,
  itemAgeQuantile,
  runDurationQuantile,
  runRate,
  secondsSinceSuccess,
} from "./work.ts";
