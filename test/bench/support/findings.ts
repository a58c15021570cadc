import type { Answer } from "./answers.ts";
import type { Reading, Target } from "./question.ts";
import { median, type Spread, spread } from "./statistics.ts";

/** What became of a target. */
export interface Finding {
  readonly target: Target;
  /** Over the rounds; undefined when it was not measured. */
  readonly reached: Spread | undefined;
  readonly verdict: "met" | "missed" | "not measured" | "no target";
}

/** Judges the targets of a question by the median over its rounds; quotients are of values of the same round. */
export function findings(answer: Answer): readonly Finding[] {
  return answer.question.targets.map((target) => {
    const reached = spread(answer.rounds.flatMap((_, round) => reachedIn(answer, round, target)));
    return { target, reached, verdict: verdict(target, reached) };
  });
}

/** Median and range over the rounds of what a subject was measured at; undefined when it was not. */
export function readings(answer: Answer, reading: Reading): Spread | undefined {
  return spread(answer.rounds.flatMap((_, round) => readingIn(answer, round, reading)));
}

function reachedIn(answer: Answer, round: number, { value, over, times = 1 }: Target): readonly number[] {
  const values = readingIn(answer, round, value);
  if (over === undefined) return values.map((one) => one * times);
  const divisors = readingIn(answer, round, over);
  return values.flatMap((one) => divisors.map((divisor) => (one * times) / divisor));
}

/** The median of one process, or nothing. */
function readingIn(answer: Answer, round: number, { subject, measure }: Reading): readonly number[] {
  const samples = answer.rounds[round]?.[subject]?.[measure];
  return samples === undefined || samples.length === 0 ? [] : [median(samples)];
}

function verdict({ atLeast, atMost }: Target, reached: Spread | undefined): Finding["verdict"] {
  if (reached === undefined) return "not measured";
  if (atLeast === undefined && atMost === undefined) return "no target";
  return reached.median >= (atLeast ?? -Infinity) && reached.median <= (atMost ?? Infinity) ? "met" : "missed";
}
