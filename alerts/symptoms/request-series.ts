import type { HttpFamily } from "@signalbox/contract";
import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { Stage } from "./symptom-stage.ts";

/** The counter of requests of one route that ended with a status; an empty one for those that got no answer. */
export function requestSeries(
  stage: Stage,
  status: string,
  segments: readonly CounterSegment[],
  { route = "/orders", pod = 1 }: { readonly route?: string; readonly pod?: number } = {},
): InputSeries {
  const { http } = stage.scope.objectives.service;
  return stage.counter(requestMetric(http), requestLabels(http, status, route), segments, pod);
}

/** The labels of the requests of one route that ended with a status. */
export function requestLabels({ labels }: HttpFamily, status: string, route: string): Readonly<Record<string, string>> {
  return { [labels.method]: "GET", [labels.route]: route, [labels.status]: status };
}

/** The requests that no route matched and that were answered with 404, as scanners make them. */
export function scannerSeries(stage: Stage, segments: readonly CounterSegment[]): InputSeries {
  return requestSeries(stage, "404", segments, { route: stage.scope.objectives.service.http.unmatchedRoute });
}

/** The counter of requests, whatever ended them. */
export function requestMetric({ requestCounter, duration }: HttpFamily): string {
  return requestCounter ?? `${duration.metric}_count`;
}
