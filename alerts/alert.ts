import { boardUid, type Service, serviceBoard } from "@signalbox/contract";
import type { Config, ServiceObjectives, Urgency } from "../config/index.ts";
import { percentage } from "./numbers.ts";
import type { Place } from "./places.ts";
import type { AlertingRule } from "./rule-file.ts";

/** What the alerts of one service are built from. */
export interface AlertScope {
  readonly objectives: ServiceObjectives;
  readonly config: Config;
  readonly places: readonly Place[];
}

/** How annotations speak of the values of one alert: as template actions in a rule, as text in an expectation. */
export interface Telling {
  readonly label: (name: string) => string;
  readonly valuePercentage: string;
  readonly valueInteger: string;
}

/** An alert before severity, team and links are added. */
export interface Alert {
  readonly alert: string;
  readonly urgency: Urgency;
  readonly expr: string;
  readonly for?: string;
  readonly keepFiringFor?: string;
  /** Labels that tell this rule from others of the same name and urgency. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: (telling: Telling) => { readonly summary: string; readonly description: string };
}

const template: Telling = {
  label: (name) => `{{ $labels.${name} }}`,
  valuePercentage: "{{ $value | humanizePercentage }}",
  valueInteger: '{{ $value | printf "%.0f" }}',
};

/** The rule of an alert, complete with labels and links. */
export function alertingRule(alert: Alert, { objectives, config }: AlertScope): AlertingRule {
  return {
    alert: alert.alert,
    expr: alert.expr,
    ...(alert.for === undefined ? {} : { for: alert.for }),
    ...(alert.keepFiringFor === undefined ? {} : { keep_firing_for: alert.keepFiringFor }),
    labels: ruleLabels(alert, objectives.service, config),
    annotations: annotationsOf(alert, objectives.service, config, template),
  };
}

/** An alert as Prometheus shows it while it fires, without `alertname`. */
export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What {@link alertingRule} becomes for one series of its expression. */
export function firingAlert(
  alert: Alert,
  { objectives, config }: AlertScope,
  labels: Readonly<Record<string, string>>,
  value: number,
): FiringAlert {
  const telling: Telling = {
    label: (name) => labels[name] ?? "",
    valuePercentage: percentage(value),
    valueInteger: value.toFixed(0),
  };
  return {
    labels: { ...labels, ...ruleLabels(alert, objectives.service, config) },
    annotations: annotationsOf(alert, objectives.service, config, telling),
  };
}

/** Where an alert comes from, in words: ` (namespace storefront)`; empty when only `job` identifies a service. */
export function placeInWords(config: Config, telling: Telling): string {
  const names = config.identity.filter((label) => label !== "job");
  return names.length === 0 ? "" : ` (${names.map((name) => `${name} ${telling.label(name)}`).join(", ")})`;
}

/** The address of a service's board, or undefined when the config has no Grafana; `values` gives its variables. */
export function boardUrl(service: Service, config: Config, values: (label: string) => string): string | undefined {
  if (config.grafana.url === undefined) return undefined;
  const variables = config.identity.filter((label) => label !== "job").map((label) => `var-${label}=${values(label)}`);
  const address = `${config.grafana.url.replace(/\/+$/, "")}/d/${boardUid(service.name, serviceBoard)}`;
  return variables.length === 0 ? address : `${address}?${variables.join("&")}`;
}

function ruleLabels(alert: Alert, service: Service, config: Config): Readonly<Record<string, string>> {
  return { ...alert.labels, severity: config.severity[alert.urgency], team: service.team };
}

function annotationsOf(
  alert: Alert,
  service: Service,
  config: Config,
  telling: Telling,
): Readonly<Record<string, string>> {
  const dashboard = boardUrl(service, config, telling.label);
  return {
    ...alert.annotations(telling),
    ...(dashboard === undefined ? {} : { dashboard_url: dashboard }),
    ...(config.runbooksUrl === undefined ? {} : { runbook_url: `${config.runbooksUrl}/${alert.alert}.md` }),
  };
}
