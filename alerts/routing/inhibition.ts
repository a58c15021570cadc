import type { InhibitRule } from "../../config/index.ts";
import { type AlertLabels, matchersTest } from "./route-evaluator.ts";

/** Why an alert is not told: which rule holds it back, and the alert that does. */
export interface Inhibited {
  readonly rule: InhibitRule;
  readonly source: AlertLabels;
}

/** Rules that are ready to be asked. */
export type Inhibitor = (target: AlertLabels, firing: readonly AlertLabels[]) => Inhibited | undefined;

/**
 * Tells what inhibits an alert while others fire; undefined when nothing does. An alert that is both source and target of
 * a rule is not inhibited by another one that is both, and so not by itself. A source may be inhibited itself.
 * Source: Alertmanager, inhibit/inhibit.go.
 * @throws {SyntaxError} when a matcher is not in Alertmanager's notation
 */
export function inhibitor(rules: readonly InhibitRule[]): Inhibitor {
  const ready = rules.map((rule) => ({
    rule,
    isSource: matchersTest(rule.source_matchers),
    isTarget: matchersTest(rule.target_matchers),
    equal: rule.equal ?? [],
  }));
  return (target, firing) => {
    for (const { rule, isSource, isTarget, equal } of ready) {
      if (!isTarget(target)) continue;
      const isBoth = isSource(target);
      const source = firing.find(
        (other) =>
          isSource(other) &&
          !(isBoth && isTarget(other)) &&
          equal.every((label) => (other[label] ?? "") === (target[label] ?? "")),
      );
      if (source !== undefined) return { rule, source };
    }
    return undefined;
  };
}
