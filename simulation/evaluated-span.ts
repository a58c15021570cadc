import type { AlertPeriod, RangeEvaluation, RuleError, RuleSet, Storage } from "@signalbox/engine";
import { isAlert, type Rule } from "../alerts/index.ts";
import type { ParsedRule } from "./rule-inputs.ts";

/** What became of the alerts over a long span. */
export interface EvaluatedSpan {
  /** In the order of their start. */
  readonly alerts: readonly AlertPeriod[];
  readonly errors: readonly RuleError[];
}

/** How a long span is evaluated. */
export interface SpanSteps {
  readonly startMillis: number;
  readonly endMillis: number;
  /** Told after each piece, with its end. */
  readonly onPiece?: (untilMillis: number) => void;
  /** Told once, early, when the engine has to evaluate minute by minute, with its reason. */
  readonly onStepwise?: (why: string) => void;
}

/**
 * A rule file of parsed rules, as JSON, which is YAML. Annotations are left out: nobody reads them here, and their
 * templates may ask queries, which would force the engine to go step by step.
 */
export function ruleFileOf(rules: readonly ParsedRule[]): string {
  const groups = new Map<string, object[]>();
  for (const { group, rule } of rules) groups.set(group, [...(groups.get(group) ?? []), withoutAnnotations(rule)]);
  return JSON.stringify({ groups: [...groups].map(([name, of]) => ({ name, interval: "1m", rules: of })) });
}

/** A call of the engine has a deadline. Minute by minute a day is a hundred times as much work as in one query for each rule. */
const pieceMillis: Readonly<Record<RangeEvaluation["mode"], number>> = { batch: 86_400_000, stepwise: 3_600_000 };

/** Evaluates rules every minute over a span, piece by piece; an alert that lasts over several pieces is one. */
export async function evaluatedSpan(rules: RuleSet, storage: Storage, steps: SpanSteps): Promise<EvaluatedSpan> {
  const { startMillis, endMillis, onPiece, onStepwise } = steps;
  const pieces: Piece[] = [];
  // The first piece is a short one, because only its answer says how the engine goes.
  let mode: RangeEvaluation["mode"] = "stepwise";
  for (let from = startMillis; from <= endMillis; ) {
    const next = from + pieceMillis[mode];
    const until = Math.min(endMillis, next - 60_000);
    const evaluation = await rules.evaluateRange(storage, { startMillis: from, endMillis: until, stepSeconds: 60 });
    mode = evaluation.mode;
    if (mode === "stepwise" && pieces.length === 0) onStepwise?.(evaluation.whyStepped ?? "");
    pieces.push({ ...evaluation, startMillis: from });
    onPiece?.(until);
    from = next;
  }
  return { alerts: joinedPeriods(pieces), errors: joinedErrors(pieces) };
}

interface Piece extends RangeEvaluation {
  readonly startMillis: number;
}

function withoutAnnotations(rule: Rule): object {
  if (!isAlert(rule)) return rule;
  const { annotations: _, ...rest } = rule;
  return rest;
}

/**
 * An alert that is there at the end of a piece is told again by the next one, with the same beginning; when it is not, it was
 * gone at the first evaluation of that piece.
 */
function joinedPeriods(pieces: readonly Piece[]): readonly AlertPeriod[] {
  const periods = new Map<string, AlertPeriod>();
  let open = new Map<string, AlertPeriod>();
  for (const { alerts, startMillis } of pieces) {
    const here = new Map(alerts.map((period) => [keyOf(period), period]));
    for (const [key, period] of open) if (!here.has(key)) periods.set(key, { ...period, endMillis: startMillis });
    for (const [key, period] of here) periods.set(key, period);
    open = new Map([...here].filter(([, { endMillis }]) => endMillis === undefined));
  }
  return [...periods.values()];
}

function keyOf({ group, name, labels, pendingFromMillis }: AlertPeriod): string {
  return JSON.stringify([group, name, Object.entries(labels).sort(), pendingFromMillis]);
}

function joinedErrors(pieces: readonly RangeEvaluation[]): readonly RuleError[] {
  const errors = new Map<string, RuleError>();
  for (const error of pieces.flatMap((piece) => piece.errors)) {
    const key = JSON.stringify([error.group, error.name, error.message]);
    const known = errors.get(key);
    errors.set(key, known === undefined ? error : { ...known, count: known.count + error.count });
  }
  return [...errors.values()];
}
