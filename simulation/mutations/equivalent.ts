import type { Expr } from "@signalbox/engine";
import { compares } from "./comparison.ts";
import { isImplied, pathTo } from "./implied-condition.ts";
import type { Mutation, MutationPlace } from "./mutation.ts";
import { nodesOf } from "./nodes.ts";

/** A kind of mutation that changes the text of a rule and not what it does. */
interface EquivalentMutation {
  readonly reason: string;
  /** @param alerts whether the rule is an alert */
  readonly matches: (expression: Expr, place: MutationPlace, alerts: boolean) => boolean;
}

/** Mutations that no case can notice, each with the reason; a report counts and lists them apart. The first row that matches decides. */
const equivalentMutations: readonly EquivalentMutation[] = [
  {
    reason: "The other side of the operator has the same condition and is matched by that label.",
    matches: (expression, { node, change }) =>
      node.kind === "selector" &&
      change.unconditional !== undefined &&
      isImplied(expression, node, change.unconditional),
  },
  {
    reason: "A measured value equals a limit that is no whole number by chance only.",
    matches: (_, { node, change }) =>
      change.kind === "comparison" &&
      node.kind === "binary" &&
      atBoundary(node.operator, change.text) &&
      [node.left, node.right].some((side) => side.kind === "number" && !Number.isInteger(side.value)),
  },
  {
    reason: "`up` is 0 or 1, so its average is 0 exactly when its sum is.",
    matches: (expression, { node, change }) =>
      change.kind === "aggregation" &&
      node.kind === "aggregation" &&
      [node.operator, change.text].sort().join() === "avg,sum" &&
      nodesOf(node.expression).every((inner) => inner.kind !== "selector" || inner.metric === "up") &&
      isComparedWithZero(expression, node),
  },
  {
    reason: "It is multiplied by 0, so only whether it exists counts.",
    matches: (expression, { node, change }) =>
      change.kind === "aggregation" &&
      pathTo(expression, node).some(
        (above) =>
          above.kind === "binary" && above.operator === "*" && above.left.kind === "number" && above.left.value === 0,
      ),
  },
  {
    reason: "It stands on the right of `and` or `unless`, where only whether it exists counts.",
    matches: (expression, { node, change }) => change.kind === "aggregation" && onlyExistenceCounts(expression, node),
  },
  {
    reason: "Every group has one series, because all labels that it leaves out have one value.",
    matches: (_, { node, change }) =>
      change.kind === "aggregation" && node.kind === "aggregation" && node.without !== undefined && isPinned(node),
  },
  {
    reason: "Without events the quotient is 0 / 0, which is NaN, and no comparison holds for NaN.",
    matches: (expression, { node, change }, alerts) => {
      if (!alerts || node.kind !== "binary" || !isGuard(node)) return false;
      if (change.kind !== "guard" && !(change.kind === "comparison" && change.text === ">=")) return false;
      const [division, guarded] = pathTo(expression, node)
        .slice(0, -1)
        .reverse()
        .filter(({ kind }) => kind !== "parentheses");
      if (division?.kind !== "binary" || division.operator !== "/" || guarded?.kind !== "binary") return false;
      return [">", ">="].includes(guarded.operator) && nodesOf(division.right).includes(node);
    },
  },
];

/** Why a mutation cannot be noticed; undefined when it can. */
export function equivalence(expression: Expr, { place }: Mutation, alerts: boolean): string | undefined {
  if (place === undefined) return undefined;
  return equivalentMutations.find(({ matches }) => matches(expression, place, alerts))?.reason;
}

/** Whether nothing between a node and the `and` or `unless` above it looks at values. */
function onlyExistenceCounts(expression: Expr, node: Expr): boolean {
  const path = pathTo(expression, node);
  for (let depth = path.length - 2; depth >= 0; depth--) {
    const [above, below] = [path[depth], path[depth + 1]];
    if (above?.kind === "binary" && (above.operator === "and" || above.operator === "unless") && above.right === below)
      return true;
    if (above?.kind !== "parentheses" && above?.kind !== "aggregation") return false;
    if (above.kind === "aggregation" && !["sum", "avg", "min", "max", "count", "group"].includes(above.operator))
      return false;
  }
  return false;
}

/** Whether every label of `without` has an equality in all selectors below. */
function isPinned(aggregation: Extract<Expr, { kind: "aggregation" }>): boolean {
  const selectors = nodesOf(aggregation.expression).filter((node) => node.kind === "selector");
  return (
    selectors.length === 1 &&
    nodesOf(aggregation.expression).every(({ kind }) => ["selector", "range", "call", "parentheses"].includes(kind)) &&
    selectors.every(({ matchers }) =>
      (aggregation.without ?? []).every((label) =>
        matchers.some((matcher) => matcher.label === label && matcher.operator === "="),
      ),
    )
  );
}

function atBoundary(from: string, to: string): boolean {
  return from[0] === to[0] && from.length + to.length === 3;
}

function isGuard(node: Expr): boolean {
  return node.kind === "binary" && node.operator === ">" && node.right.kind === "number" && node.right.value === 0;
}

function isComparedWithZero(expression: Expr, node: Expr): boolean {
  return pathTo(expression, node).some(
    (above) =>
      above.kind === "binary" && compares(above.operator) && above.right.kind === "number" && above.right.value === 0,
  );
}
