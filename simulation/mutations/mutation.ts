import type { Expr } from "@signalbox/engine";
import type { TestedRule } from "../tested-rules.ts";

/** What a mutation changes: the kinds of mistakes that people make in rules. */
export type MutationKind = "comparison" | "number" | "window" | "duration" | "guard" | "label" | "aggregation";

/** A piece of an expression that is replaced; offsets in UTF-16 code units, `end` exclusive. */
export interface Change {
  readonly kind: MutationKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** In words, such as `window 5m becomes 10m`. */
  readonly says: string;
  /** The label whose condition is left out; absent for every other change. */
  readonly unconditional?: string;
}

/** The changes of one kind that one node of an expression allows. `text` is the whole expression. */
export type ChangesOf = (node: Expr, text: string) => readonly Change[];

/** Where in its expression a mutation is. */
export interface MutationPlace {
  /** The node that was changed. */
  readonly node: Expr;
  readonly change: Change;
}

/** A rule with one mistake in it. */
export interface Mutation {
  readonly kind: MutationKind;
  /** In words, such as `window 5m becomes 10m`. */
  readonly says: string;
  readonly rule: TestedRule;
  /** Absent when the mutation is not in the expression. */
  readonly place?: MutationPlace;
  /** The changed line of the rule before and after. */
  readonly before: string;
  readonly after: string;
}
