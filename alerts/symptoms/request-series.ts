import type { HttpFamily } from "@signalbox/contract";
import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { Stage } from "./symptom-stage.ts";

/** The counter of requests of one route that ended with a status; an empty one for those that got no answer. */
export function requestSeries(
  stage: Stage,
  status: string,
  segments: readonly CounterSegment[],
  route = "/orders",
): InputSeries {
  const { http } = stage.scope.objectives.service;
  const { labels } = http;
  const own = { [labels.method]: "GET", [labels.route]: route, [labels.status]: status };
  return stage.counter(requestMetric(http), own, segments);
}

/** The requests that no route matched and that were answered with 404, as scanners make them. */
export function scannerSeries(stage: Stage, segments: readonly CounterSegment[]): InputSeries {
  return requestSeries(stage, "404", segments, stage.scope.objectives.service.http.unmatchedRoute);
}

function requestMetric({ requestCounter, duration }: HttpFamily): string {
  return requestCounter ?? `${duration.metric}_count`;
}
