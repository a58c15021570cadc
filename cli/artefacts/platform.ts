import { platformCases, platformRules, promtoolTest, type RuleFile } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { Artefact } from "./artefact.ts";
import { ruleFileName } from "./rules.ts";
import { yamlText } from "./yaml-text.ts";

/** The name under which the rules about Prometheus itself are written. */
export const platformName = "signalbox-platform";

/** The rules about Prometheus itself and their promtool test, once for a config; none where its profile does not ask for them. */
export function platformArtefacts(config: Config): readonly Artefact[] {
  const rules = platformRules(config);
  if (rules === undefined) return [];
  const file = ruleFileName(platformName);
  return [
    { path: `rules/${file}`, content: yamlText(rules) },
    { path: `rules/${platformName}.test.yaml`, content: yamlText(promtoolFile(rules, file, config)) },
    { path: `manifests/${platformName}-prometheusrule.yaml`, content: yamlText(platformObject(rules, config)) },
  ];
}

function promtoolFile(rules: RuleFile, file: string, config: Config): object {
  return {
    rule_files: [file],
    evaluation_interval: "1m",
    group_eval_order: rules.groups.map(({ name }) => name),
    tests: platformCases(config).map(promtoolTest),
  };
}

/** The same rules as an object of the Prometheus Operator, beside Prometheus. */
function platformObject(rules: RuleFile, { prometheus }: Config): object {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: {
      name: platformName,
      namespace: prometheus.namespace,
      labels: { "app.kubernetes.io/managed-by": "signalbox", ...prometheus.selectedLabels },
    },
    spec: { groups: rules.groups },
  };
}
