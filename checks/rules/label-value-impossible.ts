import { impossibleValues, listedValues } from "../expression/matcher-values.ts";
import { findingAt, hasVariable } from "../expression/question.ts";
import { selectedFamilies } from "../expression/selected-families.ts";
import { everySelector } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

/** A matcher asks for a value that the definition does not list for the label. */
export const labelValueImpossible: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node }) => {
    const families = selectedFamilies(node, catalog);
    return node.matchers.flatMap((matcher) => {
      const labels = families.map((family) => family.labels?.get(matcher.label));
      const listed = labels.flatMap((label) => (label?.kind === "listed" ? label.values : []));
      const open = labels.length === 0 || labels.some((label) => label?.kind !== "listed");
      if (open || writtenWithVariable(asked.text, matcher.label)) return [];
      return impossibleValues(matcher, listed).map((value) => {
        const shown = JSON.stringify(value);
        const position = hasVariable(asked, node.position) ? node.position : placeOf(asked.text, node.position, value);
        const message = `The label ${matcher.label} of ${node.metric} is never ${shown}.`;
        return findingAt(asked, position, "label-value-impossible", "error", message, listedValues(value, listed));
      });
    });
  });

function writtenWithVariable(text: string, label: string): boolean {
  return new RegExp(`\\b${label}\\s*[=!]~?\\s*["'][^"']*(\\$|\\[\\[)`).test(text);
}

function placeOf(
  text: string,
  around: { readonly start: number; readonly end: number },
  value: string,
): { start: number; end: number } {
  const index = value === "" ? -1 : text.indexOf(value, around.start);
  return index < 0 || index >= around.end ? { ...around } : { start: index, end: index + value.length };
}
