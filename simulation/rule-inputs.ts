import type { Engine, Expr, Selector } from "@signalbox/engine";
import { isAlert, type Rule, type RuleFile } from "../alerts/index.ts";

/** The part of an engine that simulations and backtests need. */
export type SimulationEngine = Pick<Engine, "storage" | "rules" | "parse">;

/** A rule of a file with its parsed expression. */
export interface ParsedRule {
  readonly group: string;
  readonly rule: Rule;
  readonly ast: Expr;
  readonly selectors: readonly Selector[];
}

/**
 * Parses every expression of a rule file, in its order.
 * @throws {Error} when one does not parse; files are checked before
 */
export async function parsedRules(engine: Pick<Engine, "parse">, { groups }: RuleFile): Promise<readonly ParsedRule[]> {
  const parsed: ParsedRule[] = [];
  for (const { name, rules } of groups) {
    for (const rule of rules) {
      const result = await engine.parse(rule.expr);
      if (!result.ok) throw new Error(`${name}: ${result.problems[0]?.message ?? "no expression"}, in ${rule.expr}`);
      parsed.push({ group: name, rule, ast: result.ast, selectors: selectorsIn(result.ast) });
    }
  }
  return parsed;
}

/** The alerts, and the recording rules that they read, directly or through others. */
export function rulesForAlerts(
  rules: readonly ParsedRule[],
  isAlso: (record: string) => boolean = () => false,
): readonly ParsedRule[] {
  const needed = new Set(rules.filter(({ rule }) => isAlert(rule) || isAlso(rule.record)));
  for (let known = -1; known !== needed.size; ) {
    known = needed.size;
    const read = [...needed].flatMap(({ selectors }) => selectors.map(({ metric }) => metric));
    for (const one of rules) {
      const { rule } = one;
      if (!isAlert(rule) && (read.includes(rule.record) || read.includes(undefined))) needed.add(one);
    }
  }
  return rules.filter((one) => needed.has(one));
}

/** The metrics that a rule reads from scrapes, directly or through recording rules. */
export function scrapedMetrics(of: ParsedRule, rules: readonly ParsedRule[]): ReadonlySet<string> {
  const scraped = new Set<string>();
  const seen = new Set<ParsedRule>();
  const follow = (one: ParsedRule): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const { metric } of one.selectors) {
      const recording = rules.filter(({ rule }) => !isAlert(rule) && rule.record === metric);
      for (const recorded of recording) follow(recorded);
      if (recording.length === 0 && metric !== undefined) scraped.add(metric);
    }
  };
  follow(of);
  return scraped;
}

/** Every selector of an expression. */
export function selectorsIn(expression: Expr): readonly Selector[] {
  if (expression.kind === "selector") return [expression];
  return innerOf(expression).flatMap(selectorsIn);
}

/** The expressions directly below one. */
export function innerOf(expression: Expr): readonly Expr[] {
  switch (expression.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "range":
      return [expression.selector];
    case "subquery":
    case "unary":
    case "parentheses":
      return [expression.expression];
    case "call":
      return expression.arguments;
    case "aggregation":
      return expression.parameter === undefined
        ? [expression.expression]
        : [expression.parameter, expression.expression];
    case "binary":
      return [expression.left, expression.right];
  }
}
