import { prometheusRule } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import { serviceMonitor } from "../../servicemonitors/index.ts";
import type { Artefact } from "./artefact.ts";
import { yamlText } from "./yaml-text.ts";

/** The Kubernetes objects of each service in each environment, one file each. */
export function manifestArtefacts(config: Config): readonly Artefact[] {
  return config.services.flatMap((objectives) =>
    config.environments.flatMap((environment) => {
      const path = `manifests/${objectives.service.name}/${environment.name}`;
      return [
        { path: `${path}-prometheusrule.yaml`, content: yamlText(prometheusRule(objectives, config, environment)) },
        { path: `${path}-servicemonitor.yaml`, content: yamlText(serviceMonitor(objectives, config, environment)) },
      ];
    }),
  );
}
