import type { Config, Environment, ServiceObjectives } from "../../config/index.ts";
import { serviceScope } from "../service-alerts.ts";
import { symptomCases } from "../symptoms/symptoms.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { burnLimitCases } from "./burn-limit-cases.ts";
import { elsewhereCases } from "./elsewhere-cases.ts";
import { errorBudgetBurnCases } from "./error-budget-burn-cases.ts";
import { fewEventsCases } from "./few-events-cases.ts";
import { recordedHistoryCases } from "./recorded-history-cases.ts";
import { recordedNumbersCases } from "./recorded-numbers-cases.ts";

/**
 * What every alert of a service does: at least one story for everything that a complete set proves. With them goes what the rules record.
 * @param environments the environments that the rules were built for; default all of the config
 */
export function behaviourCases(
  objectives: ServiceObjectives,
  config: Config,
  environments: readonly Environment[] = config.environments,
): readonly BehaviourCase[] {
  const scope = serviceScope(objectives, config, environments);
  const cases = [
    ...objectives.objectives.flatMap((objective) => errorBudgetBurnCases(objective, scope)),
    ...symptomCases(scope),
  ];
  return [
    ...cases,
    ...burnLimitCases(scope),
    ...fewEventsCases(scope),
    ...recordedNumbersCases(scope),
    ...recordedHistoryCases(scope),
    ...elsewhereCases(cases, config),
  ];
}
