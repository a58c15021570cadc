/**
 * Sums of floating-point numbers differ in their last digits, so cases compare whole numbers. Multiplying by a power of two is exact, and no
 * short decimal ends up halfway between two whole numbers.
 */
const factor = 2 ** 27;

/** What an expression gives, as a whole number of nine digits for a value near 1. */
export function wholeExpression(expression: string): string {
  return `round(${factor} * ${expression})`;
}

/** The same of a number. */
export function wholeNumber(value: number): number {
  return Math.round(factor * value);
}
