import { alertmanagerConfig, alertmanagerFile, platformConfigs } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { Artefact } from "./artefact.ts";
import { yamlText } from "./yaml-text.ts";

/** What the mode of the routing writes: nothing, one object for each service and environment, or Alertmanager's whole file. */
export function routingArtefacts(config: Config): readonly Artefact[] {
  switch (config.routing.mode) {
    case "labelsOnly":
      return [];
    case "alertmanager":
      return [{ path: "alertmanager/alertmanager.yaml", content: yamlText(alertmanagerFile(config)) }];
    case "alertmanagerConfig":
      return [...ownArtefacts(config), ...serviceArtefacts(config)];
  }
}

function ownArtefacts(config: Config): readonly Artefact[] {
  return platformConfigs(config).map((object) => ({
    path: `manifests/${object.metadata.name}-alertmanagerconfig.yaml`,
    content: yamlText(object),
  }));
}

function serviceArtefacts(config: Config): readonly Artefact[] {
  return config.services.flatMap((objectives) =>
    config.environments.flatMap((environment) => {
      const object = alertmanagerConfig(objectives, config, environment);
      if (object === undefined) return [];
      const path = `manifests/${objectives.service.name}/${environment.name}-alertmanagerconfig.yaml`;
      return [{ path, content: yamlText(object) }];
    }),
  );
}
