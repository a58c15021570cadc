import type { Engine, Expr, Selector } from "@signalbox/engine";
import { nodesOf } from "./mutations/nodes.ts";
import type { TestedRule, TestedRuleFile } from "./tested-rules.ts";

/** One rule of several files, with what it reads. */
export interface PlacedRule {
  readonly file: number;
  readonly group: string;
  /** The fields of its group but `rules`. */
  readonly groupFields: object;
  readonly rule: TestedRule;
  readonly expression: Expr;
  readonly selectors: readonly Selector[];
}

/** How exactly readers are found: by the labels too that a recording rule sets, or by the metric's name alone. */
export type Precision = "labels" | "names";

/** The rules of all files in order, parsed. Rules that do not parse are left out; whoever loads the file hears of them. */
export async function placedRules(
  engine: Pick<Engine, "parse">,
  files: readonly TestedRuleFile[],
): Promise<readonly PlacedRule[]> {
  const placed: PlacedRule[] = [];
  for (const [file, { groups }] of files.entries()) {
    for (const group of groups) {
      const { rules, ...groupFields } = group;
      for (const rule of rules) {
        const parsed = await engine.parse(rule.expr);
        if (!parsed.ok) continue;
        const expression = parsed.ast;
        const selectors = nodesOf(expression).filter((node) => node.kind === "selector");
        placed.push({ file, group: group.name, groupFields, rule, expression, selectors });
      }
    }
  }
  return placed;
}

/** A rule, all rules that read it, directly or through others. */
export function readersOf(
  rule: PlacedRule,
  rules: readonly PlacedRule[],
  precision: Precision,
): ReadonlySet<PlacedRule> {
  return closure([rule], (one) => rules.filter((reader) => reads(reader, one, precision)));
}

/** Rules with all rules that they read, directly or through others, in the order of the files. */
export function withSources(
  wanted: Iterable<PlacedRule>,
  rules: readonly PlacedRule[],
  precision: Precision,
): readonly PlacedRule[] {
  const all = closure([...wanted], (one) => rules.filter((source) => reads(one, source, precision)));
  return rules.filter((rule) => all.has(rule));
}

function closure(
  from: readonly PlacedRule[],
  next: (rule: PlacedRule) => readonly PlacedRule[],
): ReadonlySet<PlacedRule> {
  const found = new Set(from);
  for (const rule of found) for (const other of next(rule)) found.add(other);
  return found;
}

/** Whether a rule may read what another one writes. */
export function reads(
  { selectors }: Pick<PlacedRule, "selectors">,
  { rule }: Pick<PlacedRule, "rule">,
  precision: Precision,
): boolean {
  return selectors.some(({ metric, matchers }) => {
    const alertSeries = metric === "ALERTS" || metric === "ALERTS_FOR_STATE";
    if (rule.alert !== undefined) return alertSeries || metric === undefined;
    if (metric !== undefined && metric !== rule.record) return false;
    if (precision === "names") return true;
    return matchers.every(({ label, operator, value }) => {
      const own = label === "__name__" ? rule.record : rule.labels?.[label];
      if (own === undefined) return true;
      // A regular expression is Go's; one that it is not ours to judge may match.
      return operator === "=" ? own === value : operator !== "!=" || own !== value;
    });
  });
}
