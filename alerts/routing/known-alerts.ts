import { alertNames } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { identityAt } from "../cases/case-place.ts";
import { placesOf } from "../places.ts";
import { platformRules } from "../platform/platform-rules.ts";
import { isAlert } from "../rule-file.ts";
import { serviceRules } from "../service-rules.ts";
import type { AlertLabels } from "./route-evaluator.ts";

/**
 * The labels by which alerts of the config are routed: of every generated alert in every environment its identity and what
 * its rule sets. What a single series adds, such as the name of a dependency, is not among them.
 */
export function knownAlerts(config: Config): readonly AlertLabels[] {
  const found = config.services.flatMap((objectives) =>
    config.environments.flatMap((environment) => {
      const rules = serviceRules(objectives, config, [environment]).groups.flatMap((group) =>
        group.rules.filter(isAlert),
      );
      return placesOf(objectives.service, config, [environment]).flatMap((place) =>
        rules.map(({ alert, labels }): AlertLabels => {
          // An absent service has no labels but those that its rule sets.
          const identity = alert === alertNames.absent ? {} : identityAt(config, place);
          return { alertname: alert, ...identity, ...labels };
        }),
      );
    }),
  );
  const platform = (platformRules(config)?.groups ?? []).flatMap((group) =>
    group.rules.filter(isAlert).map(({ alert, labels }): AlertLabels => ({ alertname: alert, ...labels })),
  );
  return [...new Map([...found, ...platform].map((labels) => [JSON.stringify(labels), labels])).values()];
}
