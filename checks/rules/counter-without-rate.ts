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

/** A counter is read as it is; it starts again at zero with every restart, so its value alone means nothing. */
export const counterWithoutRate: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node, around }) => {
    const isCounter = selectedFamilies(node, catalog).some(({ type }) => type === "counter");
    if (!isCounter || around.some(isFitting)) return [];
    const message = `${node.metric} is a counter, and its value starts again at 0 with every restart.`;
    const fix = `Write rate(${node.metric}[...]) or increase(${node.metric}[...]).`;
    return [findingAt(asked, node.position, "counter-without-rate", "warning", message, fix)];
  });

function isFitting(node: Expr): boolean {
  if (node.kind === "call") return fitting.has(node.function);
  // Which series exist, and how many, does not depend on their values.
  return node.kind === "aggregation" && ["count", "group"].includes(node.operator);
}
