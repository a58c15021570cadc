/** What an alert's expression compares: each signal on its own, as `signal > limit or other signal > limit`. */
export interface Comparison {
  readonly signals: readonly string[];
  readonly operator: string;
  readonly limit: number;
  /** Whether something else has to hold as well. */
  readonly isPart: boolean;
}

/**
 * What the expression of an alert compares with a number. Alternatives stand on lines of their own, divided by lines of `or`, and
 * further conditions on lines below; undefined for expressions of any other form, and for alternatives with different limits.
 */
export function comparisonOf(expr: string): Comparison | undefined {
  const parts = expr.split("\nor\n").map((part) => {
    const [first = "", ...further] = part.split("\n");
    const [, signal = "", operator = "", limit] = comparison.exec(first) ?? [];
    return { signal, operator, limit: Number(limit), isPart: further.length > 0 };
  });
  const [first] = parts;
  if (first === undefined || parts.some((part) => !isSignal(part.signal))) return undefined;
  if (parts.some(({ operator, limit }) => operator !== first.operator || limit !== first.limit)) return undefined;
  return {
    signals: parts.map(({ signal }) => signal),
    operator: first.operator,
    limit: first.limit,
    isPart: parts.some(({ isPart }) => isPart),
  };
}

const comparison = /^(.+?) (>=|<=|==|>|<) (-?\d[\d.]*(?:e[-+]?\d+)?)$/;

/** An expression with balanced parentheses that filters nothing itself. */
function isSignal(text: string): boolean {
  const plain = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  const depth = [...plain].reduce((sum, letter) => sum + (letter === "(" ? 1 : letter === ")" ? -1 : 0), 0);
  return text !== "" && depth === 0 && !/^\(.* (>=|<=|==|>|<) [\d.]+\)$/.test(plain);
}
