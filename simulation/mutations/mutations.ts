import type { Expr } from "@signalbox/engine";
import type { TestedRule } from "../tested-rules.ts";
import { aggregationChanges } from "./aggregation.ts";
import { comparisonChanges } from "./comparison.ts";
import { guardChanges } from "./guard.ts";
import { labelChanges } from "./label.ts";
import type { ChangesOf, Mutation, MutationPlace } from "./mutation.ts";
import { nodesOf } from "./nodes.ts";
import { numberChanges } from "./number.ts";
import { fieldMutations } from "./rule-fields.ts";
import { windowChanges } from "./window.ts";

const kinds: readonly ChangesOf[] = [
  comparisonChanges,
  numberChanges,
  windowChanges,
  guardChanges,
  labelChanges,
  aggregationChanges,
];

/**
 * Every mutation of a rule, in the order of its expression, then of its other fields. Some are no valid rule: whoever runs them
 * asks the engine.
 */
export function mutationsOf(rule: TestedRule, expression: Expr): readonly Mutation[] {
  const seen = new Set([rule.expr]);
  const changed = nodesOf(expression)
    .flatMap((node) => kinds.flatMap((changes) => changes(node, rule.expr).map((change) => ({ node, change }))))
    .flatMap((place): readonly Mutation[] => {
      const mutation = expressionMutation(rule, place);
      if (seen.has(mutation.rule.expr)) return [];
      seen.add(mutation.rule.expr);
      return [mutation];
    });
  return [...changed, ...fieldMutations(rule)];
}

function expressionMutation(rule: TestedRule, place: MutationPlace): Mutation {
  const { kind, says, start, end, text } = place.change;
  const expr = rule.expr.slice(0, start) + text + rule.expr.slice(end);
  return {
    kind,
    says,
    rule: { ...rule, expr },
    place,
    before: excerpt(rule.expr, start, end),
    after: excerpt(expr, start, start + text.length),
  };
}

const widthBefore = 28;
const widthAll = 70;

/** The line around a change, cut to what fits a terminal. */
function excerpt(expr: string, start: number, end: number): string {
  const lineStart = expr.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = expr.indexOf("\n", end) === -1 ? expr.length : expr.indexOf("\n", end);
  const from = Math.max(lineStart, start - widthBefore);
  const to = Math.min(lineEnd, from + widthAll);
  const text = expr.slice(from, to).replace(/\s+/g, " ").trim();
  return `${from > lineStart ? "..." : ""}${text}${to < lineEnd ? "..." : ""}`;
}
