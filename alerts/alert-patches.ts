import type { AlertSelection, AlertTexts, Config } from "../config/index.ts";
import type { AlertingRule } from "./rule-file.ts";

/** An alert as patches select it. */
export interface PatchedAlert {
  readonly alert: string;
  /** Undefined for an alert about Prometheus itself. */
  readonly service?: string;
  /** The labels that its rule sets without any patch. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What the patches of a config give an alert; of two that say the same the later one holds. */
export function patchOf(alert: PatchedAlert, { patches }: Config): Required<AlertTexts> {
  const own = patches.filter(({ selected }) => isSelected(alert, selected));
  return {
    labels: Object.fromEntries(own.flatMap(({ labels = {} }) => Object.entries(labels))),
    annotations: Object.fromEntries(own.flatMap(({ annotations = {} }) => Object.entries(annotations))),
  };
}

/** A rule about Prometheus itself with what patches give it. */
export function patchedRule(rule: AlertingRule, config: Config): AlertingRule {
  const { labels, annotations } = patchOf(rule, config);
  return { ...rule, labels: { ...rule.labels, ...labels }, annotations: { ...rule.annotations, ...annotations } };
}

/** Whether an alert is one of those that a patch is for. */
export function isSelected(alert: PatchedAlert, selected: AlertSelection): boolean {
  return (
    alert.alert === selected.alert &&
    (selected.service === undefined || alert.service === selected.service) &&
    Object.entries(selected.labels ?? {}).every(([name, value]) => alert.labels[name] === value)
  );
}
