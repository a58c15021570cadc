import type { Service } from "@signalbox/contract";
import type { Config, ServiceObjectives, Urgency } from "../config/index.ts";
import { alertPanel } from "./alert-panels.ts";
import { patchOf } from "./alert-patches.ts";
import type { AlertPlot } from "./alert-plot.ts";
import { boardUrl, runbookUrl } from "./links.ts";
import { duration, percentage } from "./numbers.ts";
import type { Place } from "./places.ts";
import type { AlertingRule } from "./rule-file.ts";
import { templateSentence } from "./template-query.ts";

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
  /** A value in seconds, as days, hours, minutes and seconds. */
  readonly valueDuration: string;
  /** A sentence about what a query answers when the alert is expanded; empty in an expectation. */
  readonly asked: typeof templateSentence;
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
  /** The panel that plots what the alert compares, with its limit. */
  readonly plot?: AlertPlot;
  /** How far back the linked panel looks, in Grafana's notation; default `1h`. */
  readonly lookBack?: string;
}

const template: Telling = {
  label: (name) => `{{ $labels.${name} }}`,
  valuePercentage: "{{ $value | humanizePercentage }}",
  valueInteger: '{{ $value | printf "%.0f" }}',
  valueDuration: "{{ $value | humanizeDuration }}",
  asked: templateSentence,
};

/** The rule of an alert, complete with labels and links. */
export function alertingRule(alert: Alert, scope: AlertScope): AlertingRule {
  const { objectives, config } = scope;
  return {
    alert: alert.alert,
    expr: alert.expr,
    ...(alert.for === undefined ? {} : { for: alert.for }),
    ...(alert.keepFiringFor === undefined ? {} : { keep_firing_for: alert.keepFiringFor }),
    labels: ruleLabels(alert, objectives.service, config),
    annotations: annotationsOf(alert, scope, template),
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
  scope: AlertScope,
  labels: Readonly<Record<string, string>>,
  value: number,
): FiringAlert {
  const { objectives, config } = scope;
  const telling: Telling = {
    label: (name) => labels[name] ?? "",
    valuePercentage: percentage(value),
    valueInteger: value.toFixed(0),
    valueDuration: duration(value),
    asked: () => "",
  };
  return {
    labels: { ...labels, ...ruleLabels(alert, objectives.service, config) },
    annotations: annotationsOf(alert, scope, telling),
  };
}

/** Where an alert comes from, in words: ` (namespace storefront)`; empty when only `job` identifies a service. */
export function placeInWords(config: Config, telling: Telling): string {
  const names = config.identity.filter((label) => label !== "job");
  return names.length === 0 ? "" : ` (${names.map((name) => `${name} ${telling.label(name)}`).join(", ")})`;
}

/** The labels that the rule of an alert sets. */
export function ruleLabels(alert: Alert, service: Service, config: Config): Readonly<Record<string, string>> {
  return { ...ownLabels(alert, service, config), ...patchFor(alert, service, config).labels };
}

/** The labels without what patches add, by which patches select. */
function ownLabels(alert: Alert, service: Service, config: Config): Readonly<Record<string, string>> {
  return { ...alert.labels, severity: config.severity[alert.urgency], team: service.team };
}

function patchFor(alert: Alert, service: Service, config: Config): ReturnType<typeof patchOf> {
  return patchOf({ alert: alert.alert, service: service.name, labels: ownLabels(alert, service, config) }, config);
}

function annotationsOf(alert: Alert, scope: AlertScope, telling: Telling): Readonly<Record<string, string>> {
  const { config } = scope;
  const { service } = scope.objectives;
  const board = boardUrl(service, config, telling.label);
  const key = alertPanel({ alert, scope })?.key;
  const panel =
    key === undefined
      ? undefined
      : boardUrl(service, config, telling.label, { panel: key, from: `now-${alert.lookBack ?? "1h"}` });
  const runbook = runbookUrl(alert.alert, config);
  return {
    ...alert.annotations(telling),
    ...(board === undefined ? {} : { dashboard_url: board }),
    ...(panel === undefined ? {} : { panel_url: panel }),
    ...(runbook === undefined ? {} : { runbook_url: runbook }),
    ...patchFor(alert, service, config).annotations,
  };
}
