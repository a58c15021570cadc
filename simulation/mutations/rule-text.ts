import type { PlacedRule } from "../rule-readers.ts";
import { ruleText } from "../rule-text.ts";
import type { TestedRule } from "../tested-rules.ts";

/** The text of a rule file of some rules in their groups, with others in the place of one of them. */
export function textWith(
  rules: readonly PlacedRule[],
  subject: PlacedRule,
  replacements: readonly TestedRule[],
): string {
  return ruleText(rules, (placed) => (placed === subject ? replacements : [placed.rule]).map(terse));
}

/** Without the annotations that follow from the labels: they cost time and can show no mistake that the labels do not. */
function terse({ annotations, ...rule }: TestedRule): TestedRule {
  const told = Object.entries(annotations ?? {}).filter(
    ([, text]) => /\$value|\.Value\b/.test(text) && !/\bquery\b/.test(text),
  );
  return told.length === 0 ? rule : { ...rule, annotations: Object.fromEntries(told) };
}
