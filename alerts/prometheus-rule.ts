import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import type { RuleGroup } from "./rule-file.ts";
import { serviceRules } from "./service-rules.ts";

/** The Prometheus Operator's object for rules, `monitoring.coreos.com/v1`. */
export interface PrometheusRule {
  readonly apiVersion: "monitoring.coreos.com/v1";
  readonly kind: "PrometheusRule";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly groups: readonly RuleGroup[] };
}

/** The rules of a service for one environment, in its namespace, with the labels by which Prometheus selects rules. */
export function prometheusRule(
  objectives: ServiceObjectives,
  config: Config,
  environment: Environment,
): PrometheusRule {
  const { name } = objectives.service;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: {
      name,
      namespace: environment.namespace,
      labels: {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/managed-by": "signalbox",
        ...config.prometheus.selectedLabels,
      },
    },
    spec: { groups: serviceRules(objectives, config, [environment]).groups },
  };
}
