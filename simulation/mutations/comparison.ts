import type { Binary } from "@signalbox/engine";
import type { ChangesOf } from "./mutation.ts";

/** For each comparison: the slip at its boundary, and the other way round. */
const slips: Readonly<Record<string, readonly string[]>> = {
  ">": [">=", "<"],
  ">=": [">", "<="],
  "<": ["<=", ">"],
  "<=": ["<", ">="],
  "==": ["!="],
  "!=": ["=="],
};

/** Whether an operator compares. */
export function compares(operator: string): boolean {
  return Object.hasOwn(slips, operator);
}

/** Where the operator of a binary expression stands; undefined when a comment hides it. */
function operatorStart({ left, right, operator }: Binary, text: string): number | undefined {
  const at = text.slice(left.position.end, right.position.start).indexOf(operator);
  return at === -1 ? undefined : left.position.end + at;
}

/** A comparison with another operator. */
export const comparisonChanges: ChangesOf = (node, text) => {
  if (node.kind !== "binary") return [];
  const start = operatorStart(node, text);
  if (start === undefined) return [];
  return (slips[node.operator] ?? []).map((operator) => ({
    kind: "comparison",
    start,
    end: start + node.operator.length,
    text: operator,
    says: `${node.operator} becomes ${operator}`,
  }));
};
