import type { Aggregation, Binary, Call, Expr, Selector } from "@signalbox/engine";
import type { Catalog } from "../catalog/catalog.ts";

/** The labels that the series of an expression can have; undefined when anything is possible. */
export type PossibleLabels = ReadonlySet<string> | undefined;

const none: PossibleLabels = new Set();

/** Which labels can be left after aggregations and matching, as Prometheus computes them. */
export function possibleLabels(expression: Expr, catalog: Catalog): PossibleLabels {
  switch (expression.kind) {
    case "number":
    case "string":
      return none;
    case "selector":
      return selectorLabels(expression, catalog);
    case "range":
      return selectorLabels(expression.selector, catalog);
    case "subquery":
    case "unary":
    case "parentheses":
      return possibleLabels(expression.expression, catalog);
    case "call":
      return callLabels(expression, catalog);
    case "aggregation":
      return aggregationLabels(expression, catalog);
    case "binary":
      return binaryLabels(expression, catalog);
  }
}

function selectorLabels(selector: Selector, catalog: Catalog): PossibleLabels {
  const families = selector.metric === undefined ? [] : catalog.named(selector.metric);
  if (families.length === 0) return undefined;
  const labels = new Set(["__name__"]);
  for (const family of families) {
    if (family.labels === undefined) return undefined;
    if (family.type !== "recorded") for (const label of catalog.targetLabels) labels.add(label);
    for (const label of family.labels.keys()) labels.add(label);
  }
  return labels;
}

function callLabels(call: Call, catalog: Catalog): PossibleLabels {
  const vector = call.arguments.find(({ type }) => type === "vector" || type === "matrix");
  switch (call.function) {
    case "absent":
    case "absent_over_time":
      return equalityLabels(call.arguments[0]);
    case "label_replace":
    case "label_join":
      return plus(vector === undefined ? none : possibleLabels(vector, catalog), textOf(call.arguments[1]));
    case "histogram_quantile":
      return minus(vector === undefined ? none : possibleLabels(vector, catalog), ["__name__", "le"]);
    case "info":
      return undefined;
    case "scalar":
    case "vector":
    case "time":
      return none;
    default:
      return vector === undefined ? none : minus(possibleLabels(vector, catalog), ["__name__"]);
  }
}

function equalityLabels(argument: Expr | undefined): PossibleLabels {
  const selector = argument?.kind === "range" ? argument.selector : argument;
  if (selector?.kind !== "selector") return none;
  return new Set(
    selector.matchers
      .filter(({ operator, label }) => operator === "=" && label !== "__name__")
      .map(({ label }) => label),
  );
}

function aggregationLabels(aggregation: Aggregation, catalog: Catalog): PossibleLabels {
  const inner = possibleLabels(aggregation.expression, catalog);
  const { operator, by, without, parameter } = aggregation;
  if (["topk", "bottomk", "limitk", "limit_ratio"].includes(operator)) return inner;
  const value = operator === "count_values" ? textOf(parameter) : undefined;
  if (by !== undefined) {
    const kept = by.filter((label) => inner === undefined || inner.has(label));
    return plus(new Set(kept), value);
  }
  return without === undefined ? plus(none, value) : plus(minus(inner, [...without, "__name__"]), value);
}

function binaryLabels(binary: Binary, catalog: Catalog): PossibleLabels {
  const left = possibleLabels(binary.left, catalog);
  const right = possibleLabels(binary.right, catalog);
  const { matching, operator } = binary;
  if (operator === "and" || operator === "unless") return left;
  if (operator === "or") return left === undefined || right === undefined ? undefined : new Set([...left, ...right]);
  if (matching === undefined)
    return minus(binary.left.type === "vector" ? left : right, isFilter(binary) ? [] : ["__name__"]);
  if (matching.card === "many-to-one") return matching.include.reduce<PossibleLabels>(plus, left);
  if (matching.card === "one-to-many") return matching.include.reduce<PossibleLabels>(plus, right);
  if (matching.on)
    return left === undefined ? new Set(matching.labels) : new Set(matching.labels.filter((label) => left.has(label)));
  return minus(left, isFilter(binary) ? matching.labels : ["__name__", ...matching.labels]);
}

function isFilter({ operator, returnsBool }: Binary): boolean {
  return ["==", "!=", "<", "<=", ">", ">="].includes(operator) && !returnsBool;
}

function textOf(argument: Expr | undefined): string | undefined {
  return argument?.kind === "string" ? argument.value : undefined;
}

function plus(labels: PossibleLabels, label: string | undefined): PossibleLabels {
  return labels === undefined || label === undefined ? labels : new Set([...labels, label]);
}

function minus(labels: PossibleLabels, gone: readonly string[]): PossibleLabels {
  return labels === undefined ? undefined : new Set([...labels].filter((label) => !gone.includes(label)));
}
