import type { PlacedRule } from "./rule-readers.ts";
import type { TestedRule } from "./tested-rules.ts";

/** The text of a rule file of some rules in their groups, as JSON, which is YAML. */
export function ruleText(rules: readonly PlacedRule[], written: (rule: PlacedRule) => readonly TestedRule[]): string {
  const groups = new Map<string, { readonly name: string; readonly rules: readonly TestedRule[] }>();
  for (const placed of rules) {
    // Groups of different files may have the same name.
    const name = `${placed.file} ${placed.group}`;
    const { rules: former } = groups.get(name) ?? { rules: [] };
    groups.set(name, { ...placed.groupFields, name, rules: [...former, ...written(placed)] });
  }
  return JSON.stringify({ groups: [...groups.values()] });
}
