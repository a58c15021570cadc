import type { Engine, Expr, Storage } from "@signalbox/engine";
import { conditionWords } from "./condition-words.ts";
import type { AlertCondition } from "./page/wire.ts";

const comparisons = [">", ">=", "<", "<=", "==", "!="];

/** A comparison with a number, as two pieces of PromQL. */
interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
}

/** The alternatives of an alert's expression: each is a list of comparisons that must all hold. */
export type Alternatives = readonly (readonly Comparison[])[];

/** Reads an expression as comparisons joined by `and` and `or`; parts of any other shape are left out. */
export async function alternativesOf(engine: Engine, expression: string): Promise<Alternatives> {
  const parsed = await engine.parse(expression);
  if (!parsed.ok) return [];
  const text = ({ position }: Expr): string => expression.slice(position.start, position.end);
  return splitBy("or", parsed.ast).map((alternative) =>
    splitBy("and", alternative).flatMap((part) => {
      if (part.kind !== "binary" || !comparisons.includes(part.operator) || part.right.type !== "scalar") return [];
      return [{ left: text(bare(part.left)), operator: part.operator, right: text(bare(part.right)) }];
    }),
  );
}

/** Whether an expression gives a sample whose labels agree with the given ones. */
export async function holdsFor(
  storage: Storage,
  expression: string,
  labels: Readonly<Record<string, string>>,
  timeSeconds: number,
): Promise<boolean> {
  const result = await storage.instant(expression, timeSeconds);
  return result.kind === "vector" && result.samples.some((sample) => agree(sample.labels, labels));
}

/** The comparisons of the first alternative that holds for the given labels; empty where none can be told. */
export async function conditionsThatHold(
  storage: Storage,
  alternatives: Alternatives,
  labels: Readonly<Record<string, string>>,
  timeSeconds: number,
): Promise<readonly AlertCondition[]> {
  for (const comparisonsOfOne of alternatives) {
    const conditions: AlertCondition[] = [];
    for (const comparison of comparisonsOfOne) {
      const condition = await compared(storage, comparison, labels, timeSeconds);
      if (condition === undefined) break;
      conditions.push(condition);
    }
    if (conditions.length === comparisonsOfOne.length && conditions.length > 0) return conditions;
  }
  return [];
}

async function compared(
  storage: Storage,
  { left, operator, right }: Comparison,
  labels: Readonly<Record<string, string>>,
  timeSeconds: number,
): Promise<AlertCondition | undefined> {
  const bound = await storage.instant(right, timeSeconds);
  const holding = await storage.instant(`(${left}) ${operator} ${right}`, timeSeconds);
  if (bound.kind !== "scalar" || holding.kind !== "vector") return undefined;
  const sample = holding.samples.find((candidate) => agree(candidate.labels, labels));
  return sample && { ...conditionWords(left), expression: left, operator, threshold: bound.value, value: sample.value };
}

function agree(some: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(
    ([name, value]) => name === "__name__" || others[name] === undefined || others[name] === value,
  );
}

function splitBy(operator: "and" | "or", expression: Expr): readonly Expr[] {
  const inside = bare(expression);
  if (inside.kind !== "binary" || inside.operator !== operator) return [inside];
  return [...splitBy(operator, inside.left), ...splitBy(operator, inside.right)];
}

function bare(expression: Expr): Expr {
  return expression.kind === "parentheses" ? bare(expression.expression) : expression;
}
