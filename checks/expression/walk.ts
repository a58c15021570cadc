import type { Expr, Selector } from "@signalbox/engine";

/** The expressions directly inside an expression, as they stand in the text. */
function children(expression: Expr): readonly Expr[] {
  switch (expression.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "range":
      return [expression.selector];
    case "subquery":
    case "unary":
    case "parentheses":
      return [expression.expression];
    case "call":
      return expression.arguments;
    case "aggregation":
      return expression.parameter === undefined
        ? [expression.expression]
        : [expression.parameter, expression.expression];
    case "binary":
      return [expression.left, expression.right];
  }
}

/** An expression with those around it, the nearest first. */
export interface Placed<E extends Expr = Expr> {
  readonly node: E;
  readonly around: readonly Expr[];
}

/** An expression and everything inside it, outside first. */
export function everyNode(expression: Expr, around: readonly Expr[] = []): readonly Placed[] {
  const inside = children(expression).flatMap((child) => everyNode(child, [expression, ...around]));
  return [{ node: expression, around }, ...inside];
}

/** Every selector of an expression. */
export function everySelector(expression: Expr): readonly Placed<Selector>[] {
  return everyNode(expression).flatMap(({ node, around }) => (node.kind === "selector" ? [{ node, around }] : []));
}
