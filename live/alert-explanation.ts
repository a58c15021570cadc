import type { AlertInstance, Engine, RuleSet, Storage } from "@signalbox/engine";
import { type Alternatives, alternativesOf, conditionsThatHold, holdsFor } from "./alert-conditions.ts";
import type { AlertCondition } from "./page/wire.ts";

/** Why an alert is there. */
export interface Explanation {
  readonly expression: string;
  /** False while only `keep_firing_for` keeps it. */
  readonly holds: boolean;
  readonly because: readonly AlertCondition[];
}

/** The same for as long as an alert lives. */
export function keyOf({ name, labels }: AlertInstance): string {
  return `${name} ${JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)))}`;
}

/**
 * Explains the alerts of a rule set. Rules may share a name; the one meant is the one whose expression holds with the
 * alert's labels, and stays the one once it holds no longer.
 */
export function explanations(
  engine: Engine,
  rules: RuleSet,
): (storage: Storage, alert: AlertInstance, timeSeconds: number) => Promise<Explanation> {
  const alternativesByExpression = new Map<string, Alternatives>();
  const expressionByAlert = new Map<string, string>();

  return async (storage, alert, timeSeconds) => {
    for (const expression of expressionsOf(rules, alert)) {
      if (!(await holdsFor(storage, expression, alert.labels, timeSeconds))) continue;
      const alternatives = alternativesByExpression.get(expression) ?? (await alternativesOf(engine, expression));
      alternativesByExpression.set(expression, alternatives);
      expressionByAlert.set(keyOf(alert), expression);
      const because = await conditionsThatHold(storage, alternatives, alert.labels, timeSeconds);
      return { expression, holds: true, because };
    }
    return { expression: expressionByAlert.get(keyOf(alert)) ?? "", holds: false, because: [] };
  };
}

function expressionsOf(rules: RuleSet, { group, name, labels }: AlertInstance): readonly string[] {
  return rules.groups
    .filter((one) => one.name === group)
    .flatMap((one) => one.rules)
    .filter((rule) => rule.kind === "alert" && rule.name === name && fixedLabelsAgree(rule.labels, labels))
    .map((rule) => rule.expression);
}

function fixedLabelsAgree(
  ofRule: Readonly<Record<string, string>>,
  ofAlert: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(ofRule).every(([label, value]) => value.includes("{{") || ofAlert[label] === value);
}
