import type { TestedRule } from "../tested-rules.ts";
import { durationOf, secondsOf } from "./durations.ts";
import type { Mutation } from "./mutation.ts";

/** What surrounds the expression: `for` and `keep_firing_for` gone or doubled, and each label of the rule with another value. */
export function fieldMutations(rule: TestedRule): readonly Mutation[] {
  return [
    ...durationMutations(rule, "for"),
    ...durationMutations(rule, "keep_firing_for"),
    ...Object.entries(rule.labels ?? {}).map(([label, value]) => {
      const changed = `${value}-changed`;
      return {
        kind: "label" as const,
        says: `the rule's label ${label} has another value`,
        rule: { ...rule, labels: { ...rule.labels, [label]: changed } },
        before: `${label}: ${value}`,
        after: `${label}: ${changed}`,
      };
    }),
  ];
}

function durationMutations(rule: TestedRule, field: "for" | "keep_firing_for"): readonly Mutation[] {
  const duration = rule[field];
  const seconds = secondsOf(String(duration ?? ""));
  if (duration === undefined || seconds === undefined || seconds === 0) return [];
  const { [field]: _, ...without } = rule;
  const doubled = durationOf(seconds * 2);
  const before = `${field}: ${duration}`;
  return [
    { kind: "duration", says: `without ${field}`, rule: without, before, after: "" },
    {
      kind: "duration",
      says: `${field} ${duration} becomes ${doubled}`,
      rule: { ...rule, [field]: doubled },
      before,
      after: `${field}: ${doubled}`,
    },
  ];
}
