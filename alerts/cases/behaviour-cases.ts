import type { Config, Environment, ServiceObjectives } from "../../config/index.ts";
import { serviceScope } from "../service-alerts.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { errorBudgetBurnCases } from "./error-budget-burn-cases.ts";
import { symptomCases } from "./symptom-cases.ts";

/**
 * What every alert of a service does: at least one story in which it fires, stays silent and clears.
 * @param environments the environments that the rules were built for; default all of the config
 */
export function behaviourCases(
  objectives: ServiceObjectives,
  config: Config,
  environments: readonly Environment[] = config.environments,
): readonly BehaviourCase[] {
  const scope = serviceScope(objectives, config, environments);
  return [
    ...objectives.objectives.flatMap((objective) => errorBudgetBurnCases(objective, scope)),
    ...symptomCases(scope),
  ];
}
