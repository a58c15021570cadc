import { alertmanagerConfig, platformRules, prometheusRule } from "../../alerts/index.ts";
import type { Config, Environment, ServiceObjectives } from "../../config/index.ts";
import type { Board } from "../../dashboards/index.ts";
import { serviceMonitor } from "../../servicemonitors/index.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { packageVersion } from "../package-version.ts";
import type { Artefact } from "./artefact.ts";
import { chartReadme } from "./chart-readme.ts";
import { chartTemplates } from "./chart-templates.ts";
import { chartSchema, chartValues } from "./chart-values.ts";
import { jsonText, minifiedJson } from "./json-text.ts";
import { shippedRules } from "./own-rules.ts";
import { platformName } from "./platform.ts";
import { rawSource } from "./raw-rules.ts";
import { yamlText } from "./yaml-text.ts";

/** Kubernetes refuses a ConfigMap above 1 MiB, and Helm keeps all of a release in a Secret of that size; the rest is for labels and names. */
const largestBoardBytes = 900_000;

/**
 * A Helm chart with the boards, rules and monitors, which installs beside Prometheus and Grafana. The content lies in
 * `files/` and is only ever copied into objects, because Helm would read `{{route}}` in a template as its own.
 */
export function chartArtefacts(
  config: Config,
  boards: readonly Board[],
  rawRules: readonly RawRuleFile[],
): readonly Artefact[] {
  const files: readonly Artefact[] = [
    { path: "Chart.yaml", content: chartYaml() },
    { path: ".helmignore", content: ".git/\n.DS_Store\n*.orig\n*.swp\n*.tgz\n*.tmp\n" },
    { path: "README.md", content: chartReadme(config) },
    { path: "values.yaml", content: chartValues(config) },
    { path: "values.schema.json", content: jsonText(chartSchema(config)) },
    { path: "files/environments.yaml", content: environmentsYaml(config) },
    ...chartTemplates(config).map(({ name, text }) => ({ path: `templates/${name}`, content: text })),
    ...boards.map(boardFile),
    ...shippedRules(rawRules).map(({ name, value, file }) => ({
      path: `files/own-rules/own-${objectName(name)}.yaml`,
      content: yamlText(value, ""),
      source: rawSource(file),
    })),
    ...platformFile(config),
    ...config.environments.flatMap((environment) => environmentFiles(config, environment)),
  ];
  return files.map((file) => ({ ...file, path: `chart/${file.path}` }));
}

function environmentFiles(config: Config, environment: Environment): readonly Artefact[] {
  return config.services.flatMap((objectives) => {
    const { name } = objectives.service;
    return [
      {
        path: `files/${environment.name}/rules/${name}.yaml`,
        content: yamlText(prometheusRule(objectives, config, environment).spec, ""),
      },
      {
        path: `files/${environment.name}/servicemonitors/${name}.yaml`,
        content: yamlText(serviceMonitor(objectives, config, environment).spec, ""),
      },
      ...routingFile(objectives, config, environment),
    ];
  });
}

function routingFile(objectives: ServiceObjectives, config: Config, environment: Environment): readonly Artefact[] {
  const object =
    config.routing.mode === "alertmanagerConfig" ? alertmanagerConfig(objectives, config, environment) : undefined;
  if (object === undefined) return [];
  const path = `files/${environment.name}/alertmanagerconfigs/${objectives.service.name}.yaml`;
  return [{ path, content: yamlText(object.spec, "") }];
}

/** Beside the rule files of a team's own, because it too is the same in every environment. */
function platformFile(config: Config): readonly Artefact[] {
  const rules = platformRules(config);
  return rules === undefined ? [] : [{ path: `files/own-rules/${platformName}.yaml`, content: yamlText(rules, "") }];
}

function boardFile(board: Board): Artefact {
  const content = minifiedJson(board);
  const bytes = Buffer.byteLength(content);
  if (bytes > largestBoardBytes) {
    throw new Failure(
      exitCodes.invalid,
      `Board ${board.uid} is ${bytes} bytes, and a ConfigMap holds ${largestBoardBytes}. Move some of its own panels to another board.`,
    );
  }
  return { path: `files/dashboards/${board.uid}.json`, content };
}

function environmentsYaml(config: Config): string {
  return yamlText(Object.fromEntries(config.environments.map(({ name, namespace }) => [name, { namespace }])));
}

/** `shop legacy.rules.yaml` becomes `shop-legacy`, a name that Kubernetes accepts. */
function objectName(file: string): string {
  const name = file.toLowerCase().replace(/(\.rules?)?\.ya?ml$/, "");
  return (
    name
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40) || "rules"
  );
}

function chartYaml(): string {
  const version = packageVersion();
  return yamlText({
    apiVersion: "v2",
    name: "content",
    description: "Dashboards, alert rules and service monitors, generated from one definition.",
    type: "application",
    version,
    appVersion: version,
    kubeVersion: ">=1.30.0-0",
    annotations: { "artifacthub.io/category": "monitoring-logging" },
  });
}
