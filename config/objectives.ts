import {
  brandKey,
  DefinitionError,
  deepFreeze,
  type Indicators,
  type Metrics,
  type Service,
  type Works,
} from "@signalbox/contract";
import { completeObjective, type Objective, type ObjectiveOptions } from "./objective.ts";
import { objectiveProblems } from "./objective-rules.ts";
import { type SymptomOptions, type SymptomSettings, symptomSettings } from "./symptoms.ts";

/** A service with its objectives; what `services` of a config lists. */
export interface ServiceObjectives {
  readonly [brandKey]: "objectives/1";
  readonly service: Service;
  /** In the order in which the service lists its indicators. */
  readonly objectives: readonly Objective[];
  /** The window of the error budget in days, for objectives that say no other. */
  readonly windowDays: number;
  /** What the alerts that are no objective are told. */
  readonly symptoms: SymptomSettings;
}

/**
 * Sets the objectives of a service. They live beside the config, so that changing a target needs no deploy.
 * @param targets one entry for each indicator that has an objective
 * @param options `windowDays`: window of the error budget, 7 to 90 days, default 28; `business`, `work`, `without`: the alerts
 * that are no objective
 * @throws {DefinitionError} with every problem at once
 */
export function objectives<M extends Metrics, I extends Indicators, W extends Works>(
  service: Service<M, I, W>,
  targets: { readonly [K in keyof I]?: ObjectiveOptions },
  options: { readonly windowDays?: number } & SymptomOptions<M, W> = {},
): ServiceObjectives {
  const problems = objectiveProblems(service, targets, options);
  if (problems.length > 0) throw new DefinitionError(`objectives of ${service?.name ?? "a service"}`, problems);
  const windowDays = options.windowDays ?? 28;
  const byIndicator = targets as Readonly<Record<string, ObjectiveOptions | undefined>>;
  return deepFreeze({
    [brandKey]: "objectives/1",
    service,
    objectives: Object.keys(service.indicators).flatMap((indicator) => {
      const target = byIndicator[indicator];
      return target === undefined ? [] : [completeObjective(indicator, target, windowDays)];
    }),
    windowDays,
    symptoms: symptomSettings(options),
  });
}
