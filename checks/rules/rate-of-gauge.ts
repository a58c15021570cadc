import { findingAt } from "../expression/question.ts";
import { selectedFamilies } from "../expression/selected-families.ts";
import { everySelector } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

const forCounters: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

/** A function for counters reads a gauge, and takes each fall of it for a restart from 0. */
export const rateOfGauge: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node, around }) => {
    const families = selectedFamilies(node, catalog);
    const [window, call] = around;
    const isRead = window?.kind === "range" || window?.kind === "subquery";
    if (families.length === 0 || families.some(({ type }) => type !== "gauge")) return [];
    if (!isRead || call?.kind !== "call" || !forCounters.has(call.function)) return [];
    const message = `${node.metric} is a gauge, and ${call.function} takes each fall of it for a restart from 0.`;
    const fix = `Write deriv(${node.metric}[...]) or delta(${node.metric}[...]) for its change, or avg_over_time for its level.`;
    return [findingAt(asked, node.position, "rate-of-gauge", "warning", message, fix)];
  });
