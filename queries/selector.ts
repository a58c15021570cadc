/** One condition on a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** `label="value"`. */
export const equals = (label: string, value: string): Matcher => ({ label, operator: "=", value });

/** `label!="value"`. */
export const differs = (label: string, value: string): Matcher => ({ label, operator: "!=", value });

/** `label=~"pattern"`; the pattern is anchored by Prometheus. */
export const matches = (label: string, pattern: string): Matcher => ({ label, operator: "=~", value: pattern });

/** `label!~"pattern"`. */
export const matchesNot = (label: string, pattern: string): Matcher => ({ label, operator: "!~", value: pattern });

/** A label that has one of the listed values, taken literally. */
export function anyOf(label: string, values: readonly string[]): Matcher {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return equals(label, only);
  return matches(label, values.map(literalPattern).join("|"));
}

/** A vector selector: `metric{label="value"}`. */
export function selector(metric: string, matchers: readonly Matcher[]): string {
  if (matchers.length === 0) return metric;
  return `${metric}{${matchers.map(({ label, operator, value }) => `${label}${operator}${quoted(value)}`).join(",")}}`;
}

/** A PromQL string literal. */
function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** Escapes a text for an RE2 pattern. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
