import { alertNames, exposedMetrics } from "@signalbox/contract";
import {
  badEventsByPod,
  budgetRemaining,
  burnRate,
  callErrors,
  clientErrorsByRoute,
  durationQuantile,
  equals,
  errorRatio,
  eventLoopUse,
  failedCallRatio,
  heapUse,
  largestMetrics,
  largestScrape,
  type Matcher,
  memoryUse,
  restarts,
  silentTargets,
  targetFlaps,
  targetsKnown,
  throttledPeriodRatio,
  waitingCalls,
} from "../../queries/index.ts";
import type { AlertScope } from "../alert.ts";
import { matchersOf } from "../places.ts";
import type { RunbookQuestion } from "../runbook.ts";

const window = "5m";

/** What is asked after an alert's own comparison, by the alert's name; each for one service in all its places. */
const questions: Readonly<
  Record<string, (scope: AlertScope, where: readonly Matcher[]) => readonly RunbookQuestion[]>
> = {
  [alertNames.errorBudgetBurn]: ({ objectives: { service } }, where) => {
    const { http } = service;
    const route = [http.labels.method, http.labels.route];
    return [
      { title: "How fast each budget burns; 1 lasts for its window", expression: burnRate(where) },
      { title: "What is left of each budget", expression: budgetRemaining(where) },
      { title: "Share of failed requests by route", expression: errorRatio(http, where, window, route) },
      {
        title: "95th percentile of the duration by route, in seconds",
        expression: durationQuantile(http, 0.95, where, window, route),
      },
      ...(http.indicatorSource === "events" && hasRequestIndicator(service)
        ? [{ title: "Bad events per second by pod", expression: badEventsByPod(where, window) }]
        : []),
      ...failedCalls(service, where),
    ];
  },
  [alertNames.targetsDown]: (_, where) => [
    { title: "The targets that do not answer", expression: silentTargets(where) },
  ],
  [alertNames.targetsDownPartly]: (_, where) => [
    { title: "The targets that do not answer", expression: silentTargets(where) },
  ],
  [alertNames.absent]: ({ objectives: { service } }) => [
    { title: "The targets that Prometheus knows anywhere", expression: targetsKnown([equals("job", service.name)]) },
  ],
  [alertNames.hangs]: ({ objectives: { service } }, where) =>
    hasDependencies(service) ? [{ title: "Calls that wait, by dependency", expression: waitingCalls(where) }] : [],
  [alertNames.restarting]: (scope, where) => [
    ...(isExposed("process_start_time_seconds", scope.objectives.service)
      ? [{ title: "Starts within 15 minutes by instance", expression: restarts(where, "15m", byInstance(scope)) }]
      : []),
    {
      title: "How often scrapes failed and came back, by instance",
      expression: targetFlaps(where, "15m", byInstance(scope)),
    },
  ],
  [alertNames.eventLoopSaturated]: (scope, where) => [
    {
      title: "Share of time that the loop is active, by instance",
      expression: eventLoopUse(where, window, byInstance(scope)),
    },
  ],
  [alertNames.cpuThrottled]: (scope, where) => [
    {
      title: "Share of periods in which it is held back, by instance",
      expression: throttledPeriodRatio(where, window, byInstance(scope)),
    },
  ],
  [alertNames.memoryNearLimit]: (scope, where) => [
    { title: "Share of the container's limit by instance", expression: memoryUse(where, byInstance(scope)) },
    { title: "Share of the heap's limit by instance", expression: heapUse(where, byInstance(scope)) },
  ],
  [alertNames.expositionLimitNear]: (scope, where) => [
    { title: "Samples by instance", expression: largestScrape(where, byInstance(scope)) },
    { title: "The metrics with the most series", expression: largestMetrics(where, 10) },
  ],
  [alertNames.dependencyFailing]: (_, where) => [
    { title: "Calls that failed, by error and status", expression: callErrors(where, window) },
  ],
  [alertNames.requestsRateLimited]: ({ objectives: { service } }, where) => [
    {
      title: "Answers from 400 to 499 by route and status",
      expression: clientErrorsByRoute(service.http, where, window),
    },
  ],
  [alertNames.clientErrorsTrebled]: ({ objectives: { service } }, where) => [
    {
      title: "Answers from 400 to 499 by route and status",
      expression: clientErrorsByRoute(service.http, where, window),
    },
  ],
};

type Service = AlertScope["objectives"]["service"];

/** The further questions of an alert; none for an alert that says everything itself. */
export function questionsOf(alert: string, scope: AlertScope): readonly RunbookQuestion[] {
  const ask = Object.hasOwn(questions, alert) ? questions[alert] : undefined;
  return ask?.(scope, matchersOf(scope.config, scope.places)) ?? [];
}

function failedCalls(service: Service, where: readonly Matcher[]): readonly RunbookQuestion[] {
  if (!hasDependencies(service)) return [];
  return [{ title: "Share of failed calls by dependency", expression: failedCallRatio(where, window) }];
}

function hasDependencies({ dependencies }: Service): boolean {
  return Object.keys(dependencies).length > 0;
}

function isExposed(metric: string, service: Service): boolean {
  return exposedMetrics(service).some(({ name }) => name === metric);
}

function hasRequestIndicator({ indicators }: Service): boolean {
  return Object.values(indicators).some(({ kind }) => kind === "requests");
}

function byInstance({ config }: AlertScope): readonly string[] {
  return [...config.identity, "instance"];
}
