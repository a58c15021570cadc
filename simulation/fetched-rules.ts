import type { Engine, Expr } from "@signalbox/engine";
import { isAlert } from "../alerts/index.ts";
import { innerOf, type ParsedRule, selectorsIn } from "./rule-inputs.ts";

/** A part of an expression that a server answers, because it reads what was scraped. */
export interface FetchedQuestion {
  readonly expression: string;
  /** The metric under which its answer is stored. */
  readonly metric: string;
}

/** Rules that read only each other and {@link FetchedQuestion}s. */
export interface FetchedRules {
  /** Each expression once, in the order in which rules first ask for it. */
  readonly questions: readonly FetchedQuestion[];
  readonly rules: readonly ParsedRule[];
  /** Rules that cannot be taken apart, with the reason. */
  readonly left: readonly { readonly rule: ParsedRule; readonly why: string }[];
}

/**
 * Takes rules apart into what a server has to answer and what can be evaluated from the answers. The largest parts that
 * read scraped series only are asked as they stand, so that a server sends one series for many: of
 * `sum(rate(a[5m])) / recorded` it is asked `sum(rate(a[5m]))`.
 */
export async function fetchedRules(engine: Pick<Engine, "parse">, rules: readonly ParsedRule[]): Promise<FetchedRules> {
  const recorded = new Set(rules.flatMap(({ rule }) => (isAlert(rule) ? [] : [rule.record])));
  const questions = new Map<string, string>();
  const taken: ParsedRule[] = [];
  const left: { rule: ParsedRule; why: string }[] = [];
  for (const one of rules) {
    const parts = scrapedParts(one.ast, recorded);
    if (parts === undefined) {
      left.push({ rule: one, why: "it mixes a range of scraped series with recorded ones in one function" });
      continue;
    }
    let expr = one.rule.expr;
    for (const { start, end } of [...parts].reverse().map(({ position }) => position)) {
      const expression = one.rule.expr.slice(start, end);
      const metric = questions.get(expression) ?? `fetched_${questions.size + 1}`;
      questions.set(expression, metric);
      expr = `${expr.slice(0, start)}${metric}${expr.slice(end)}`;
    }
    const result = await engine.parse(expr);
    if (!result.ok) throw new Error(`${one.rule.expr} was taken apart into ${expr}, which does not parse`);
    taken.push({ ...one, rule: { ...one.rule, expr }, ast: result.ast, selectors: selectorsIn(result.ast) });
  }
  return { questions: [...questions].map(([expression, metric]) => ({ expression, metric })), rules: taken, left };
}

/** The largest parts, from left to right, that read scraped series only; undefined when a server cannot answer one. */
function scrapedParts(expression: Expr, recorded: ReadonlySet<string>): readonly Expr[] | undefined {
  const selectors = selectorsIn(expression);
  const isRecorded = ({ metric }: { readonly metric?: string }): boolean =>
    metric !== undefined && (recorded.has(metric) || metric === "ALERTS" || metric === "ALERTS_FOR_STATE");
  if (selectors.every(isRecorded)) return [];
  if (expression.type === "vector" && !selectors.some(isRecorded)) return [expression];
  if (expression.kind === "range" || expression.kind === "selector") return undefined;
  const parts: Expr[] = [];
  for (const inner of innerOf(expression)) {
    const found = scrapedParts(inner, recorded);
    if (found === undefined) return undefined;
    parts.push(...found);
  }
  return parts;
}
