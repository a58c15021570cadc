export { ratioOf, sumBy, zeroWithout } from "./aggregate.ts";
export { firingAlerts } from "./alerts.ts";
export { chartLabels, counterIncrease, counterRate, gaugeAverage, gaugeValue, histogramQuantile } from "./business.ts";
export { type Substituted, substituteVariables } from "./grafana-variables.ts";
export { activeRequests, durationQuantile, errorRate, errorRatio, matchedRoutes, requestRate } from "./http.ts";
export { bucketMatcher, type IndicatorEvents, indicatorEvents } from "./indicator-events.ts";
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
  recordedBadEvents,
  recordedErrorRatio,
  recordedEvents,
} from "./recorded.ts";
export { anyOf, differs, equals, type Matcher, matches, matchesNot, quoted, selector } from "./selector.ts";
export { targetsAbsent, targetsKnown, targetsUp, targetUp } from "./targets.ts";
