import { isOpen } from "@signalbox/contract";
import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { Stage } from "./symptom-stage.ts";

/** One series of a counter of the business, with the first value of each of its labels. */
export function businessSeries(
  stage: Stage,
  counter: string,
  segments: readonly CounterSegment[],
  pod = 1,
): InputSeries {
  return stage.counter(counter, businessLabels(stage, counter), segments, pod);
}

/** The first value of each label of a counter of the business. */
export function businessLabels(stage: Stage, counter: string): Readonly<Record<string, string>> {
  const labels = Object.entries(stage.scope.objectives.service.metrics[counter]?.labels ?? {}).map(
    ([name, values]) => [name, isOpen(values) ? "any" : (values[0] ?? "")] as const,
  );
  return Object.fromEntries(labels);
}
