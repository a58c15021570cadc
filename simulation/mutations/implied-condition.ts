import type { Binary, Expr, Matcher, Selector } from "@signalbox/engine";
import { nodesOf } from "./nodes.ts";

/** Functions whose result has the labels of their argument. */
const labelsStay =
  /^(rate|irate|increase|delta|idelta|deriv|changes|resets|abs|ceil|floor|round|clamp|clamp_min|clamp_max|exp|ln|sqrt|(?!absent)\w+_over_time)$/;

/**
 * Whether a selector could do without its condition on a label, because every series that it would let through is dropped by an
 * operator whose other side has the same condition and is matched by that label.
 */
export function isImplied(expression: Expr, selector: Selector, label: string): boolean {
  const condition = selector.matchers.find((matcher) => matcher.label === label);
  if (condition === undefined) return false;
  const path = pathTo(expression, selector);
  for (let depth = path.length - 2; depth >= 0; depth--) {
    const [parent, child] = [path[depth], path[depth + 1]];
    if (parent === undefined || child === undefined || !keeps(parent, label)) return false;
    if (parent.kind !== "binary" || parent.operator === "or" || !matchesBy(parent, label)) continue;
    const other = parent.left === child ? parent.right : parent.left;
    if (parent.operator === "unless" && parent.left === child) continue;
    if (demands(other, condition)) return true;
  }
  return false;
}

/** The nodes from the whole expression down to one of its nodes. */
export function pathTo(expression: Expr, wanted: Expr): readonly Expr[] {
  return nodesOf(expression).filter((node) => node === wanted || nodesOf(node).includes(wanted));
}

/** Whether series that differ in a label stay apart in a node's result. */
function keeps(node: Expr, label: string): boolean {
  if (node.kind === "aggregation") {
    return node.without === undefined ? (node.by ?? []).includes(label) : !node.without.includes(label);
  }
  if (node.kind !== "call") return true;
  return node.function === "label_replace" ? !writes(node, label) : labelsStay.test(node.function);
}

/** Whether `label_replace` sets a label; it keeps all others. */
function writes({ arguments: [, target] }: Extract<Expr, { kind: "call" }>, label: string): boolean {
  return target?.kind !== "string" || target.value === label;
}

function matchesBy({ matching }: Binary, label: string): boolean {
  return matching !== undefined && matching.on === matching.labels.includes(label);
}

/** Whether every series of a node's result fulfils a condition. */
function demands(node: Expr, condition: Matcher): boolean {
  switch (node.kind) {
    case "selector":
      return node.matchers.some(
        ({ label, operator, value }) =>
          label === condition.label && operator === condition.operator && value === condition.value,
      );
    case "range":
      return demands(node.selector, condition);
    case "subquery":
    case "parentheses":
    case "unary":
      return demands(node.expression, condition);
    case "aggregation":
      return keeps(node, condition.label) && demands(node.expression, condition);
    case "call":
      return keeps(node, condition.label) && node.arguments.some((argument) => demands(argument, condition));
    case "binary": {
      const left = demands(node.left, condition);
      const right = demands(node.right, condition);
      if (node.operator === "or") return left && right;
      if (node.operator === "unless") return left;
      return node.matching === undefined || matchesBy(node, condition.label) ? left || right : false;
    }
    case "number":
    case "string":
      return false;
  }
}
