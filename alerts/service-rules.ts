import { ruleGroups } from "@signalbox/contract";
import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import { alertingRule } from "./alert.ts";
import { indicatorRules } from "./indicator-rules.ts";
import { objectiveRules } from "./objective-rules.ts";
import type { PlacedAlert } from "./placed-alert.ts";
import type { RuleFile } from "./rule-file.ts";
import { objectiveAlerts, serviceScope } from "./service-alerts.ts";
import { symptomAlerts, symptomRecords } from "./symptoms/symptoms.ts";

/** The interval of every group, in Prometheus's notation. */
export const ruleInterval = "1m";

/**
 * All recording and alerting rules of a service, in the order in which they read each other. Groups without rules are left out.
 * @param environments which environments the rules select; default all of the config
 */
export function serviceRules(
  objectives: ServiceObjectives,
  config: Config,
  environments: readonly Environment[] = config.environments,
): RuleFile {
  const { name } = objectives.service;
  const scope = serviceScope(objectives, config, environments);
  const each = objectives.objectives;
  const alertsOf = (alerts: readonly PlacedAlert[]) => alerts.map((placed) => alertingRule(placed.alert, placed.scope));
  const groups = [
    { name: ruleGroups.indicators(name), rules: each.flatMap((objective) => indicatorRules(objective, scope)) },
    {
      name: ruleGroups.objectives(name),
      rules: [...each.flatMap((objective) => objectiveRules(objective, scope)), ...alertsOf(objectiveAlerts(scope))],
    },
    { name: ruleGroups.symptoms(name), rules: [...symptomRecords(scope), ...alertsOf(symptomAlerts(scope))] },
  ];
  return {
    groups: groups
      .filter(({ rules }) => rules.length > 0)
      .map((group) => ({ name: group.name, interval: ruleInterval, rules: group.rules })),
  };
}
