import { sumBy } from "./aggregate.ts";
import { literalPattern, matches, selector } from "./selector.ts";

/** The counter of rule evaluations that failed, which Prometheus exposes itself. */
export const failedEvaluations = "prometheus_rule_evaluation_failures_total";

/** 1, always and without labels. */
export function alwaysOne(): string {
  return "vector(1)";
}

/**
 * How many evaluations of rules of these groups failed within a window, by the given labels. Prometheus names a group by the path of its
 * file, a semicolon and its name.
 */
export function failedRuleEvaluations(groups: readonly string[], window: string, by: readonly string[]): string {
  const ofOurs = `.*;(${groups.map(literalPattern).join("|")})`;
  return sumBy(by, `increase(${selector(failedEvaluations, [matches("rule_group", ofOurs)])}[${window}])`);
}
