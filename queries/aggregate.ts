/** `sum by (a, b) (expression)`, or `sum(expression)` without labels. */
export function sumBy(labels: readonly string[], expression: string): string {
  return labels.length === 0 ? `sum(${expression})` : `sum by (${labels.join(", ")}) (${expression})`;
}

/** `max by (a, b) (expression)`, or `max(expression)` without labels. */
export function maxBy(labels: readonly string[], expression: string): string {
  return labels.length === 0 ? `max(${expression})` : `max by (${labels.join(", ")}) (${expression})`;
}

/** 1 for each combination of labels that an expression has: `group by (a, b) (expression)`. */
export function groupBy(labels: readonly string[], expression: string): string {
  return labels.length === 0 ? `group(${expression})` : `group by (${labels.join(", ")}) (${expression})`;
}

/**
 * A part of a whole, both sums with the same labels. It is 0 where there is a whole and no part yet, because a series
 * that was never created has no rate, and absent where the whole stands still, because 0/0 is NaN.
 */
export function ratioOf(part: string, whole: string): string {
  return `${zeroWithout(part, whole)} / (${whole} > 0)`;
}

/** A part, or 0 where only the whole exists. */
export function zeroWithout(part: string, whole: string): string {
  return `(${part} or 0 * ${whole})`;
}
