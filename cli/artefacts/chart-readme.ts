import type { Config } from "../../config/index.ts";
import { generatedBy } from "./yaml-text.ts";

/** The chart's own page. */
export function chartReadme(config: Config): string {
  const services = config.services.map(({ service }) => service.name).join(", ");
  const environments = config.environments.map(({ name, namespace }) => `| \`${name}\` | \`${namespace}\` |`);
  return `<!-- ${generatedBy} -->

# content

Boards, alert rules and service monitors for ${services}. It installs beside a Prometheus Operator and a Grafana with the
dashboard sidecar, as kube-prometheus-stack has them.

\`\`\`sh
helm upgrade --install content . --namespace ${config.prometheus.namespace} --set environment=${config.environments[0]?.name ?? ""}
\`\`\`

| environment | namespace of its rules and monitors |
|---|---|
${environments.join("\n")}

Every value is explained in \`values.yaml\`, and an unknown one is refused. Two things have to agree with your cluster:

- \`selectedLabels\` with the \`ruleSelector\` and \`serviceMonitorSelector\` of your Prometheus;
- \`dashboards.label\`, \`dashboards.folderAnnotation\` and \`dashboards.namespace\` with Grafana's sidecar.

Boards and your own rule files are the same in every environment. Where two environments share a Prometheus and a Grafana,
install the chart twice, the second time with \`dashboards.enabled=false\` and \`ownRules.enabled=false\`.

The content lies in \`files/\` and is copied into the objects as it is.
`;
}
