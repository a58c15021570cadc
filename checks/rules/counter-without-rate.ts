import type { Expr } from "@signalbox/engine";
import { findingAt } from "../expression/question.ts";
import { selectedFamilies } from "../expression/selected-families.ts";
import { everySelector } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

/** Functions for which the absolute value of a counter does not matter. */
const fitting: ReadonlySet<string> = new Set([
  ...["rate", "irate", "increase", "resets", "changes", "timestamp"],
  ...["absent", "absent_over_time", "present_over_time", "count_over_time"],
]);

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** A counter is read as it is; it starts again at zero with every restart, so its value alone means nothing. */
export const counterWithoutRate: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node, around }) => {
    const isCounter = selectedFamilies(node, catalog).some(({ type }) => type === "counter");
    if (!isCounter || !valueMatters([node, ...around])) return [];
    const message = `${node.metric} is a counter, and its value starts again at 0 with every restart.`;
    const fix = `Write rate(${node.metric}[...]) or increase(${node.metric}[...]).`;
    return [findingAt(asked, node.position, "counter-without-rate", "warning", message, fix)];
  });

/** Which series exist, and how many, does not depend on their values, unless a comparison on the way chose among them. */
function valueMatters(outwards: readonly Expr[]): boolean {
  const step = outwards.findIndex(
    (node, index) => comparisons.has(operatorOf(node)) || isFitting(node, outwards[index - 1]),
  );
  const node = outwards[step];
  return node === undefined || comparisons.has(operatorOf(node));
}

function isFitting(node: Expr, inside: Expr | undefined): boolean {
  switch (node.kind) {
    case "call":
      return fitting.has(node.function);
    case "aggregation":
      return ["count", "group"].includes(node.operator);
    case "binary":
      return ["and", "unless"].includes(node.operator) && node.right === inside;
    default:
      return false;
  }
}

function operatorOf(node: Expr): string {
  return node.kind === "binary" ? node.operator : "";
}
