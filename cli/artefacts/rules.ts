import { promtoolTests, serviceRules } from "../../alerts/index.ts";
import type { Config, ServiceObjectives } from "../../config/index.ts";
import type { Artefact } from "./artefact.ts";
import { yamlText } from "./yaml-text.ts";

/** Name of the rule file of a service. */
export function ruleFileName(service: string): string {
  return `${service}.rules.yaml`;
}

/** The rule file of a service as Prometheus reads it. */
function ruleFileText(objectives: ServiceObjectives, config: Config): string {
  return yamlText(serviceRules(objectives, config));
}

/** For each service its rule file, and the same rules' behaviour as promtool tests: minute by minute, and after weeks of recorded history. */
export function ruleArtefacts(config: Config): readonly Artefact[] {
  return config.services.flatMap((objectives) => {
    const { name } = objectives.service;
    const file = ruleFileName(name);
    const tests = promtoolTests(objectives, config, file);
    const source = `the service ${name}`;
    return [
      { path: `rules/${file}`, content: ruleFileText(objectives, config), source },
      { path: `rules/${name}.test.yaml`, content: yamlText(tests.minutely), source },
      { path: `rules/${name}-history.test.yaml`, content: yamlText(tests.history), source },
    ];
  });
}
