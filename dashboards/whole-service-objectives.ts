import type { RequestsIndicator } from "@signalbox/contract";
import type { Objective } from "../config/index.ts";
import type { BoardScope } from "./scope.ts";

/** The objective on the availability of all routes; undefined where there is none. */
export function availabilityObjective(scope: BoardScope): Objective | undefined {
  return scope.objectives.find(({ indicator }) => {
    const judged = wholeServiceIndicator(scope, indicator);
    return judged !== undefined && judged.fasterThanSeconds === undefined;
  });
}

/** The threshold in seconds of the latency objective on all routes; undefined where there is none. */
export function latencyThresholdSeconds(scope: BoardScope): number | undefined {
  const thresholds = scope.objectives.flatMap(
    ({ indicator }) => wholeServiceIndicator(scope, indicator)?.fasterThanSeconds ?? [],
  );
  return thresholds[0];
}

function wholeServiceIndicator(scope: BoardScope, name: string): RequestsIndicator | undefined {
  const indicator = scope.service.indicators[name];
  return indicator?.kind === "requests" && indicator.routes === undefined ? indicator : undefined;
}
