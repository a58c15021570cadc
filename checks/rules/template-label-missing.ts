import { possibleLabels } from "../expression/possible-labels.ts";
import type { ExpressionRule } from "../rule.ts";

/** A label or annotation of an alert shows a label that its expression drops, so the message has a hole. */
export const templateLabelMissing: ExpressionRule = ({ asked, ast, catalog }) => {
  const labels = possibleLabels(ast, catalog);
  if (labels === undefined || asked.rule?.alert === undefined) return [];
  const added = Object.keys(asked.rule.labels ?? {});
  const texts = Object.entries({ ...asked.rule.labels, ...asked.rule.annotations });
  return texts.flatMap(([name, text]) => {
    const used = new Set([...String(text).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? ""));
    return [...used]
      .filter((label) => !labels.has(label) && !added.includes(label) && label !== "alertname")
      .map((label) => ({
        rule: "template-label-missing" as const,
        severity: "warning" as const,
        where: { ...asked.where, expression: asked.text },
        message: `${name} shows $labels.${label}, and the expression keeps no label ${label}.`,
        fix: `Keep it in the aggregation: ... by (${label}), or do not show it.`,
      }));
  });
};
