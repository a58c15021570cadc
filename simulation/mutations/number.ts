import type { ChangesOf } from "./mutation.ts";

const factors = [0.5, 1.5, 2];

/** A threshold, factor or parameter of another size; 0 becomes 1. */
export const numberChanges: ChangesOf = (node, text) => {
  if (node.kind !== "number" || !Number.isFinite(node.value)) return [];
  const { start, end } = node.position;
  const values = node.value === 0 ? [1] : factors.map((factor) => Number((node.value * factor).toPrecision(12)));
  return values.map((value) => ({
    kind: "number",
    start,
    end,
    text: String(value),
    says: `${text.slice(start, end)} becomes ${value}`,
  }));
};
