import { isAlert } from "../alerts/index.ts";
import type { ParsedRule } from "./rule-inputs.ts";
import { reads } from "./rule-readers.ts";

/**
 * Rules that read each other in a circle, or themselves: for each circle the shortest way round it, as the names of its
 * rules in the order in which they read each other, each name once. A rule that only reads such a circle is not in it.
 */
export function ruleCycles(rules: readonly ParsedRule[]): readonly (readonly string[])[] {
  const sources = new Map(rules.map((rule) => [rule, rules.filter((source) => isRead(rule, source))]));
  const told = new Set<ParsedRule>();
  const cycles: (readonly string[])[] = [];
  for (const rule of rules) {
    if (told.has(rule)) continue;
    const cycle = wayBack(rule, sources);
    for (const one of cycle) told.add(one);
    if (cycle.length > 0) cycles.push(cycle.map(nameOf));
  }
  return cycles;
}

/** The shortest way from a rule through what it reads back to it; empty when there is none. */
function wayBack(rule: ParsedRule, sources: ReadonlyMap<ParsedRule, readonly ParsedRule[]>): readonly ParsedRule[] {
  const ways: (readonly [ParsedRule, ...ParsedRule[]])[] = [[rule]];
  const seen = new Set<ParsedRule>();
  // The list grows while it is walked, nearest rules first.
  for (const way of ways) {
    for (const source of sources.get(way[0]) ?? []) {
      if (source === rule) return [...way].reverse();
      if (!seen.has(source)) ways.push([source, ...way]);
      seen.add(source);
    }
  }
  return [];
}

function isRead(reader: ParsedRule, source: ParsedRule): boolean {
  if (!reads(reader, source, "labels")) return false;
  const { rule } = source;
  if (!isAlert(rule)) return true;
  // What reads the series of all alerts may still name one of them.
  return reader.selectors.some(({ metric, matchers }) => {
    if (metric !== undefined && !metric.startsWith("ALERTS")) return false;
    return matchers.every(({ label, operator, value }) => {
      if (label !== "alertname") return true;
      return operator === "=" ? value === rule.alert : operator !== "!=" || value !== rule.alert;
    });
  });
}

function nameOf({ rule }: ParsedRule): string {
  return isAlert(rule) ? rule.alert : rule.record;
}
