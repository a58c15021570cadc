import { isOpen } from "@signalbox/contract";
import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { Stage } from "./symptom-stage.ts";

/** One series of a counter of the business, with the first value of each of its labels. */
export function businessSeries(stage: Stage, counter: string, segments: readonly CounterSegment[]): InputSeries {
  const labels = Object.entries(stage.scope.objectives.service.metrics[counter]?.labels ?? {}).map(
    ([name, values]) => [name, isOpen(values) ? "any" : (values[0] ?? "")] as const,
  );
  return stage.counter(counter, Object.fromEntries(labels), segments);
}
