import { nearestName, overflowValue } from "@signalbox/contract";
import type { Matcher } from "@signalbox/engine";

/** RE2 as Prometheus anchors it, or undefined where JavaScript cannot read the pattern. */
export function anchoredPattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, "s");
  } catch {
    return undefined;
  }
}

/** The alternatives of a pattern like `books|toys`; undefined when it is more than a list of words. */
function alternatives(pattern: string): readonly string[] | undefined {
  const words = pattern.split("|");
  return words.every((word) => /^[\w -]*$/.test(word)) ? words : undefined;
}

/** The values of a matcher that a label with listed values never has; empty when nothing is wrong. */
export function impossibleValues({ operator, value }: Matcher, listed: readonly string[]): readonly string[] {
  const possible = ["", overflowValue, ...listed];
  if (operator === "=" || operator === "!=") return possible.includes(value) ? [] : [value];
  const words = alternatives(value);
  if (words !== undefined) return words.filter((word) => !possible.includes(word));
  const pattern = anchoredPattern(value);
  return pattern === undefined || possible.some((known) => pattern.test(known)) ? [] : [value];
}

/** A correction for a value that is not listed. */
export function listedValues(value: string, listed: readonly string[]): string {
  const meant = nearestName(value, listed);
  return meant === undefined ? `Its values are ${listed.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
}
