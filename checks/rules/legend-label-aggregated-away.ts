import { possibleLabels } from "../expression/possible-labels.ts";
import type { ExpressionRule } from "../rule.ts";

/** The legend shows a label that no series has after the aggregation, so it stays empty. */
export const legendLabelAggregatedAway: ExpressionRule = ({ asked, ast, catalog }) => {
  const labels = possibleLabels(ast, catalog);
  if (labels === undefined || asked.legend === undefined) return [];
  return [...asked.legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].flatMap(([written, label = ""]) => {
    if (labels.has(label)) return [];
    const left = [...labels].filter((name) => name !== "__name__").sort();
    return [
      {
        rule: "legend-label-aggregated-away" as const,
        severity: "error" as const,
        where: { ...asked.where, expression: asked.text },
        message: `The legend shows ${written}, and no series has the label ${label} at the end of the expression.`,
        fix:
          left.length === 0
            ? `Keep it: ... by (${label}).`
            : `Keep it: ... by (${label}), or show one of ${left.join(", ")}.`,
      },
    ];
  });
};
