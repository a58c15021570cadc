import type { InputSeries } from "../cases/behaviour-case.ts";
import { hold, type Stage } from "./symptom-stage.ts";

/** Requests in flight, one value a minute. */
export function inFlight(stage: Stage, values: readonly number[], pod = 1): InputSeries {
  const { activeRequests = "", labels } = stage.scope.objectives.service.http;
  return stage.gauge(
    activeRequests,
    { [labels.method]: "GET" },
    values.map((value) => hold(1, value)),
    pod,
  );
}

/** The same value so many times. */
export function repeated(count: number, value: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}

/** So many values, each a step above the one before. */
export function counting(first: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index * step);
}
