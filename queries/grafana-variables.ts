/** An expression without Grafana's variables, and the way back to where a position came from. */
export interface Substituted {
  readonly expression: string;
  /** The offset in the original of an offset in the substituted expression. */
  readonly originalOffset: (offset: number) => number;
}

const variable =
  /\$__(?:rate_interval|interval_ms|interval|range_s|range_ms|range)\b|\$\{(\w+)(?:\.[\w.]+)?(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\]/g;

/**
 * Replaces Grafana's variables by something that PromQL can parse: a time range in `[...]`, an offset or a step becomes
 * `5m`, everything else a plain name, `.+` inside a regular-expression matcher.
 * @param values what to put for a variable, by name
 */
export function substituteVariables(expression: string, values: Readonly<Record<string, string>> = {}): Substituted {
  let substituted = "";
  let copied = 0;
  const shifts: { readonly at: number; readonly original: number; readonly length: number }[] = [];
  for (const match of expression.matchAll(variable)) {
    const name = match[1] ?? match[2] ?? match[3];
    const before = expression.slice(0, match.index);
    substituted += expression.slice(copied, match.index);
    const text = (name === undefined ? undefined : values[name]) ?? placeholder(match[0], name, before);
    shifts.push({ at: substituted.length, original: match.index, length: text.length });
    substituted += text;
    copied = match.index + match[0].length;
  }
  substituted += expression.slice(copied);
  const ends = [...expression.matchAll(variable)].map((match) => match.index + match[0].length);
  const originalOffset = (offset: number): number => {
    let position = offset;
    for (const [index, shift] of shifts.entries()) {
      if (offset < shift.at) break;
      if (offset < shift.at + shift.length) return shift.original;
      position = (ends[index] ?? 0) + (offset - shift.at - shift.length);
    }
    return position;
  };
  return { expression: substituted, originalOffset };
}

function placeholder(text: string, name: string | undefined, before: string): string {
  if (text.endsWith("_ms") || text.endsWith("_s")) return "300";
  if (name === undefined || /[[:]\s*$|offset\s+$/.test(before)) return "5m";
  if (/=~"[^"]*$|!~"[^"]*$/.test(before)) return ".+";
  return name;
}
