import type { InstantResult } from "@signalbox/engine";
import { type CaseEngine, playStory } from "../play-story.ts";
import { type PlacedRule, type Precision, withSources } from "../rule-readers.ts";
import type { Mutation } from "./mutation.ts";
import { casesAbout, type MutationCase, observed } from "./mutation-case.ts";
import { textWith } from "./rule-text.ts";

/** What cases that ask about a recorded series say of the mutations of its rule. */
export interface RecordedAnswers {
  /** Whether any case asks about what this rule records, which shows in at least one mutation that is noticed. */
  readonly asked: boolean;
  /** For each mutation that is noticed, the first case that gets another answer. */
  readonly killers: ReadonlyMap<Mutation, string>;
}

/**
 * Asks the questions of all cases about the series of one recording rule. Each mutation records under a name of its own, and only when it
 * is asked about, so that a case is played once for all.
 */
export async function recordedAnswersTrial(
  engine: CaseEngine,
  subject: PlacedRule,
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
  mutations: readonly Mutation[],
  precision: Precision,
): Promise<RecordedAnswers> {
  const killers = new Map<Mutation, string>();
  const { record } = subject.rule;
  if (record === undefined) return { asked: false, killers };
  const played = withSources([subject], rules, precision);
  const nameIn = new RegExp(`(?<![\\w:])${record}(?![\\w:])`, "g");
  const asking = casesAbout([subject], cases, precision)
    .map((one) => ({ one, asked: one.story.questions.filter(({ expression }) => expression.match(nameIn) !== null) }))
    .filter(({ asked }) => asked.length > 0);
  for (const { one, asked } of asking) {
    const left = mutations.filter((mutation) => !killers.has(mutation));
    if (left.length === 0) break;
    const nameOf = (index: number): string => `${record}:mutation${index}`;
    const named = left.map(({ rule }, index) => ({ ...rule, record: nameOf(index) }));
    const names = [record, ...left.map((_, index) => nameOf(index))];
    const questions = names.flatMap((name) =>
      asked.map(({ expression, atMinutes }) => ({ expression: expression.replace(nameIn, name), atMinutes })),
    );
    const { answers, ruleErrors } = await playStory(
      engine,
      textWith(played, subject, [subject.rule]),
      { ...one.story, minutes: [], questions },
      {
        ruleFileText: textWith([subject], subject, named),
        minutes: [...new Set(asked.map(({ atMinutes }) => atMinutes))],
      },
    );
    const outcomeOf = (index: number): string =>
      observed(one, {
        firing: [],
        answers: answers.slice(index * asked.length, (index + 1) * asked.length).map(withoutName),
        ruleErrors: [],
      }) + ruleErrors.some(({ name }) => name === names[index]);
    const before = outcomeOf(0);
    left.forEach((mutation, index) => {
      if (outcomeOf(index + 1) !== before) killers.set(mutation, one.name);
    });
  }
  return { asked: killers.size > 0, killers };
}

/** Under which name a mutation recorded is no difference. */
function withoutName(answer: InstantResult): InstantResult {
  if (answer.kind !== "vector") return answer;
  return {
    ...answer,
    samples: answer.samples.map(({ labels: { __name__: _, ...labels }, ...sample }) => ({ ...sample, labels })),
  };
}
