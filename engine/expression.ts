import { readNumber } from "./numbers.ts";
import type { Answer } from "./protocol.ts";

/** A piece of an expression: offsets in UTF-16 code units, `end` exclusive. */
export interface Position {
  readonly start: number;
  readonly end: number;
}

/** What an expression evaluates to. */
export type ExprType = "scalar" | "vector" | "matrix" | "string";

/** One condition on a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

interface Node {
  readonly type: ExprType;
  readonly position: Position;
}

interface Timed {
  /** The `offset` modifier in seconds; negative looks ahead. */
  readonly offsetSeconds?: number;
  /** The `@` modifier: seconds since 1970, or the start or end of the query. */
  readonly at?: number | "start" | "end";
}

/** A number, such as `0.5` or `Inf`. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
}

/** A quoted string, unescaped. */
export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: string;
}

/** An instant selector, such as `up{job="shop"}`. */
export interface Selector extends Node, Timed {
  readonly kind: "selector";
  /** The metric's name, when the selector names exactly one. */
  readonly metric?: string;
  /** All conditions, those on `__name__` included. */
  readonly matchers: readonly Matcher[];
}

/** A range selector, such as `up[5m]`. */
export interface RangeSelector extends Node {
  readonly kind: "range";
  readonly selector: Selector;
  readonly rangeSeconds: number;
}

/** A subquery, such as `rate(x[5m])[1h:1m]`. */
export interface Subquery extends Node, Timed {
  readonly kind: "subquery";
  readonly expression: Expr;
  readonly rangeSeconds: number;
  /** Absent when the server's default applies. */
  readonly stepSeconds?: number;
}

/** A function call. */
export interface Call extends Node {
  readonly kind: "call";
  readonly function: string;
  readonly arguments: readonly Expr[];
}

/** An aggregation, such as `sum by (job) (up)`. */
export interface Aggregation extends Node {
  readonly kind: "aggregation";
  readonly operator: string;
  /** The labels to keep; absent when the aggregation has no `by`. */
  readonly by?: readonly string[];
  /** The labels to drop; absent when the aggregation has no `without`. */
  readonly without?: readonly string[];
  /** The `5` of `topk(5, up)`. */
  readonly parameter?: Expr;
  readonly expression: Expr;
}

/** How two vectors are matched. */
export interface VectorMatching {
  readonly card: "one-to-one" | "many-to-one" | "one-to-many" | "many-to-many";
  /** True: `labels` are those that must agree. False: they are ignored and all others must agree. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The labels in `group_left(...)` or `group_right(...)`. */
  readonly include: readonly string[];
}

/** An operator between two expressions. */
export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
  /** Whether a comparison has the `bool` modifier. */
  readonly returnsBool: boolean;
  /** Present when both sides are vectors. */
  readonly matching?: VectorMatching;
}

/** A sign before an expression. */
export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: string;
  readonly expression: Expr;
}

/** An expression in parentheses. */
export interface Parentheses extends Node {
  readonly kind: "parentheses";
  readonly expression: Expr;
}

/** One node of a parsed PromQL expression. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | Selector
  | RangeSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parentheses;

/** Why an expression cannot be parsed; offsets in UTF-16 code units, `end` exclusive. */
export interface ParseProblem extends Position {
  readonly message: string;
}

/** A parsed expression with its text as Prometheus formats it, or everything that is wrong with it. */
export type ParseResult =
  | { readonly ok: true; readonly ast: Expr; readonly formatted: string }
  | { readonly ok: false; readonly problems: readonly ParseProblem[] };

export function readParseResult(answer: Answer): ParseResult {
  return JSON.parse(answer.body, (key, value) => {
    if (key === "" || typeof value !== "object" || value === null) return value;
    return value.kind === "number" ? { ...value, value: readNumber(value.value) } : value;
  });
}
