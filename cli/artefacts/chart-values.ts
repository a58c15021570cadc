import type { Config } from "../../config/index.ts";
import { generatedBy } from "./yaml-text.ts";

/** `values.yaml` of the chart; each value says what it does. */
export function chartValues(config: Config): string {
  const quoted = JSON.stringify;
  const names = config.environments.map(({ name }) => name);
  const labels = Object.entries(config.prometheus.selectedLabels).map(
    ([name, value]) => `  ${quoted(name)}: ${quoted(value)}`,
  );
  return `# ${generatedBy}

# The environment whose rules and monitors are installed: ${names.join(", ")}.
environment: ${quoted(names[0])}

# Namespace of the rules and monitors; empty: the one that the definition gives to the environment.
namespaceOverride: ""

# Labels by which your Prometheus selects rules and monitors.
selectedLabels:
${labels.join("\n")}

# Labels and annotations for every object.
commonLabels: {}
commonAnnotations: {}

dashboards:
  # One ConfigMap for each board, for Grafana's dashboard sidecar. Boards are the same in every environment: where
  # two environments share a Grafana, switch them off in one of the two releases.
  enabled: true
  # The label by which the sidecar finds them, and its value.
  label: "grafana_dashboard"
  labelValue: "1"
  # The annotation that names the folder; the sidecar's option folderAnnotation has to be the same.
  folderAnnotation: "grafana_folder"
  folder: ${quoted(config.grafana.folder)}
  # Namespace of the ConfigMaps; empty: that of the release.
  namespace: ""

rules:
  # One PrometheusRule for each service.
  enabled: true

ownRules:
  # One PrometheusRule for each rule file of your own. They are the same in every environment: where two
  # environments share a Prometheus, switch them off in one of the two releases.
  enabled: true

serviceMonitors:
  # One ServiceMonitor for each service.
  enabled: true
${config.routing.mode === "alertmanagerConfig" ? routingValues : ""}`;
}

/** `values.schema.json` of the chart, draft 7: an unknown key is an error. */
export function chartSchema(config: Config): object {
  const strings = { type: "object", additionalProperties: { type: "string" } };
  const toggle = closed({ enabled: { type: "boolean" } });
  const namespace = { type: "string", maxLength: 63, pattern: "^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$" };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Values of the content chart",
    ...closed({
      environment: { enum: config.environments.map(({ name }) => name) },
      namespaceOverride: namespace,
      selectedLabels: strings,
      commonLabels: strings,
      commonAnnotations: strings,
      dashboards: closed({
        enabled: { type: "boolean" },
        label: { type: "string", minLength: 1 },
        labelValue: { type: "string" },
        folderAnnotation: { type: "string", minLength: 1 },
        folder: { type: "string" },
        namespace,
      }),
      rules: toggle,
      ownRules: toggle,
      serviceMonitors: toggle,
      ...(config.routing.mode === "alertmanagerConfig" ? { alertmanagerConfigs: toggle } : {}),
      // Helm sets it when the chart is a dependency of another one.
      global: { type: "object" },
    }),
  };
}

const routingValues = `
alertmanagerConfigs:
  # One AlertmanagerConfig for each service. The Secrets that it names have to be in its namespace.
  enabled: true
`;

function closed(properties: Readonly<Record<string, object>>): object {
  return { type: "object", additionalProperties: false, properties };
}
