import {
  brandKey,
  DefinitionError,
  deepFreeze,
  type Indicators,
  type Metrics,
  type Service,
} from "@signalbox/contract";
import { objectiveProblems } from "./objective-rules.ts";

/** How good one indicator has to be. */
export interface ObjectiveOptions {
  /** Share of good events, between 0 and 1: `0.999`. */
  readonly targetRatio: number;
  /** Whether a fast burn of the budget wakes somebody; default false, which makes tickets only. */
  readonly page?: boolean;
}

/** One objective of a service. */
export interface Objective {
  readonly indicator: string;
  /** Share of good events, between 0 and 1. */
  readonly targetRatio: number;
  readonly page: boolean;
}

/** A service with its objectives; what `services` of a config lists. */
export interface ServiceObjectives {
  readonly [brandKey]: "objectives/1";
  readonly service: Service;
  /** In the order in which the service lists its indicators. */
  readonly objectives: readonly Objective[];
  /** The window of the error budget in days. */
  readonly windowDays: number;
}

/**
 * Sets the objectives of a service. They live beside the config, so that changing a target needs no deploy.
 * @param targets one entry for each indicator that has an objective
 * @param options `windowDays`: window of the error budget, 7 to 90 days, default 28
 * @throws {DefinitionError} with every problem at once
 */
export function objectives<M extends Metrics, I extends Indicators>(
  service: Service<M, I>,
  targets: { readonly [K in keyof I]?: ObjectiveOptions },
  options: { readonly windowDays?: number } = {},
): ServiceObjectives {
  const problems = objectiveProblems(service, targets, options);
  if (problems.length > 0) throw new DefinitionError(`objectives of ${service?.name ?? "a service"}`, problems);
  const byIndicator = targets as Readonly<Record<string, ObjectiveOptions | undefined>>;
  return deepFreeze({
    [brandKey]: "objectives/1",
    service,
    objectives: Object.keys(service.indicators).flatMap((indicator) => {
      const target = byIndicator[indicator];
      return target === undefined ? [] : [{ indicator, targetRatio: target.targetRatio, page: target.page ?? false }];
    }),
    windowDays: options.windowDays ?? 28,
  });
}
