import type { Expr } from "@signalbox/engine";

/** Every node of an expression, parents before their children. */
export function nodesOf(expression: Expr): readonly Expr[] {
  return [expression, ...childrenOf(expression).flatMap(nodesOf)];
}

function childrenOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "range":
      return [node.selector];
    case "subquery":
    case "unary":
    case "parentheses":
      return [node.expression];
    case "call":
      return node.arguments;
    case "aggregation":
      return node.parameter === undefined ? [node.expression] : [node.parameter, node.expression];
    case "binary":
      return [node.left, node.right];
  }
}
