import { type CaseEngine, type Played, playStory, type Story } from "../play-story.ts";
import { type PlacedRule, type Precision, readersOf, withSources } from "../rule-readers.ts";
import type { Mutation } from "./mutation.ts";
import { casesAbout, type MutationCase, observed } from "./mutation-case.ts";
import { textWith } from "./rule-text.ts";

/** Finds the first case that a mutation of one recording rule makes end differently; undefined when there is none. */
export type RecordingTrial = (mutation: Mutation) => Promise<string | undefined>;

/**
 * Plays the cases of whatever reads a recording rule, with only the rules that this needs. What noticed the last mutation is tried
 * first, and each case is played with the unchanged rule once.
 */
export function recordingTrial(
  engine: CaseEngine,
  subject: PlacedRule,
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
  precision: Precision,
): RecordingTrial {
  const readers = [...readersOf(subject, rules, precision)];
  const played = withSources(readers, rules, precision);
  const play = (rule: PlacedRule["rule"], story: Story): Promise<Played> =>
    playStory(engine, textWith(played, subject, [rule]), story);
  const expected = new Map<MutationCase, Expected>();
  let order = casesAbout(readers, cases, precision);
  return async ({ rule }) => {
    for (const one of order) {
      const { story, outcome } = expected.get(one) ?? expectedOf(one, await play(subject.rule, one.story));
      expected.set(one, { story, outcome });
      if (observed(one, await play(rule, story)) === outcome) continue;
      order = [one, ...order.filter((other) => other !== one)];
      return one.name;
    }
    return undefined;
  };
}

interface Expected {
  readonly story: Story;
  readonly outcome: string;
}

/** Without the questions that these few rules have no answer to, because they are about others. */
function expectedOf(one: MutationCase, { answers, ...played }: Played): Expected {
  const told = answers.map((answer) => answer.kind !== "vector" || answer.samples.length > 0);
  const kept = <T>(all: readonly T[]): readonly T[] => all.filter((_, index) => told[index]);
  return {
    story: { ...one.story, questions: kept(one.story.questions) },
    outcome: observed(one, { ...played, answers: kept(answers) }),
  };
}
