import { nearestName } from "@signalbox/contract";
import { findingAt } from "../expression/question.ts";
import { everySelector } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

/** The name has the form of a recorded series, and no rule records it. */
export const recordedNotGenerated: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node }) => {
    const { metric } = node;
    if (metric === undefined || !metric.includes(":") || catalog.named(metric).length > 0) return [];
    const meant = nearestName(
      metric,
      catalog.names.filter((name) => name.includes(":")),
    );
    const fix =
      meant === undefined ? "Record it in a rule file that the config lists in rules." : `Did you mean ${meant}?`;
    return [
      findingAt(asked, node.position, "recorded-not-generated", "error", `No rule records the series ${metric}.`, fix),
    ];
  });
