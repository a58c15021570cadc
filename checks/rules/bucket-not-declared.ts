import type { Matcher } from "@signalbox/engine";
import { anchoredPattern } from "../expression/matcher-values.ts";
import { possibleLabels } from "../expression/possible-labels.ts";
import { findingAt } from "../expression/question.ts";
import { selectedFamilies } from "../expression/selected-families.ts";
import { everyNode } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

/** A bucket is asked for that the histogram does not have, or a quantile is computed from series without `le`. */
export const bucketNotDeclared: ExpressionRule = ({ asked, ast, catalog, config }) =>
  everyNode(ast).flatMap(({ node }) => {
    if (node.kind === "call" && node.function === "histogram_quantile") {
      const [, buckets] = node.arguments;
      const labels = buckets === undefined ? undefined : possibleLabels(buckets, catalog);
      if (labels === undefined || labels.has("le")) return [];
      const message = "histogram_quantile needs the label le, and the aggregation inside drops it.";
      return [
        findingAt(asked, node.position, "bucket-not-declared", "error", message, "Write sum by (le, ...) (...)."),
      ];
    }
    if (node.kind !== "selector") return [];
    const bounds = selectedFamilies(node, catalog).flatMap((family) => family.bounds ?? []);
    if (bounds.length === 0) return [];
    return node.matchers
      .filter(({ label }) => label === "le")
      .filter((matcher) => !bounds.some((bound) => matchesBound(matcher, bound, config.prometheus.prometheusVersion)))
      .filter((matcher) => !accepts(matcher, "+Inf"))
      .map((matcher) => {
        const shown = `le${matcher.operator}${JSON.stringify(matcher.value)}`;
        const whole = bounds.includes(Number(matcher.value));
        const message = whole
          ? `${shown} matches no bucket of Prometheus 3, which writes this bound with a decimal.`
          : `${shown} matches no bucket of ${node.metric}.`;
        const fix = whole
          ? `Write le=~"${matcher.value}(\\\\.0)?", which Prometheus 2 and 3 understand.`
          : `Its bounds are ${bounds.join(", ")}; ask for one of them, or add the bound to the definition.`;
        return findingAt(asked, node.position, "bucket-not-declared", "error", message, fix);
      });
  });

/** Prometheus 3 stores whole bounds with a decimal (`1.0`), Prometheus 2 as the client wrote them. */
function matchesBound(matcher: Matcher, bound: number, version: string): boolean {
  const spellings = Number.isInteger(bound) ? [`${bound}.0`] : [String(bound)];
  if (Number(version.split(".")[0]) < 3) spellings.push(String(bound));
  return spellings.some((spelling) => accepts(matcher, spelling));
}

function accepts({ operator, value }: Matcher, text: string): boolean {
  switch (operator) {
    case "=":
      return value === text;
    case "!=":
      return value !== text;
    case "=~":
      return anchoredPattern(value)?.test(text) ?? true;
    case "!~":
      return !(anchoredPattern(value)?.test(text) ?? false);
  }
}
