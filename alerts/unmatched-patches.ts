import type { AlertSelection, Config } from "../config/index.ts";
import { isSelected, type PatchedAlert } from "./alert-patches.ts";
import { platformRules } from "./platform/platform-rules.ts";
import { isAlert, type RuleFile } from "./rule-file.ts";
import { serviceRules } from "./service-rules.ts";

/** A patch that is for no alert of its config. */
export interface UnmatchedPatch {
  /** Its place in `patches`, from 0. */
  readonly index: number;
  readonly selected: AlertSelection;
  /** The alerts of the name that it looks for, each as its rule is without patches. */
  readonly namesakes: readonly PatchedAlert[];
  /** The names of all alerts of the config. */
  readonly names: readonly string[];
}

/** The patches of a config that change nothing, because no environment has an alert that they select. */
export function unmatchedPatches(config: Config): readonly UnmatchedPatch[] {
  if (config.patches.length === 0) return [];
  const alerts = patchable({ ...config, patches: [] });
  const names = [...new Set(alerts.map(({ alert }) => alert))];
  return config.patches.flatMap(({ selected }, index) =>
    alerts.some((alert) => isSelected(alert, selected))
      ? []
      : [{ index, selected, namesakes: alerts.filter(({ alert }) => alert === selected.alert), names }],
  );
}

/** Every alert of the rule files and of each environment's PrometheusRule, which may page where the file does not. */
function patchable(config: Config): readonly PatchedAlert[] {
  const selections = [config.environments, ...config.environments.map((environment) => [environment])];
  const found = [
    ...config.services.flatMap((objectives) =>
      selections.flatMap((environments) =>
        alertsOf(serviceRules(objectives, config, environments), { service: objectives.service.name }),
      ),
    ),
    ...alertsOf(platformRules(config), {}),
  ];
  return [...new Map(found.map((alert) => [JSON.stringify(alert), alert])).values()];
}

function alertsOf(file: RuleFile | undefined, owner: { readonly service?: string }): readonly PatchedAlert[] {
  return (file?.groups ?? []).flatMap(({ rules }) =>
    rules.filter(isAlert).map(({ alert, labels }) => ({ alert, ...owner, labels })),
  );
}
