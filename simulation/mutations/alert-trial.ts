import { type CaseEngine, playStory } from "../play-story.ts";
import { type PlacedRule, type Precision, withSources } from "../rule-readers.ts";
import type { Mutation } from "./mutation.ts";
import { casesAbout, type MutationCase, observed } from "./mutation-case.ts";
import { textWith } from "./rule-text.ts";

const original = "original";
const nameOf = (index: number): string => `mutation ${index}`;

/**
 * For each mutation of one alert the first case that ends differently. All of them stand beside the unchanged alert in one
 * file, each under a name of its own, so that what they read is computed once for a case.
 */
export async function alertTrial(
  engine: CaseEngine,
  subject: PlacedRule,
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
  mutations: readonly Mutation[],
  precision: Precision,
): Promise<ReadonlyMap<Mutation, string>> {
  const played = withSources([subject], rules, precision);
  const killers = new Map<Mutation, string>();
  // The questions of a case are about recorded series, which no alert changes.
  const looking = casesAbout([subject], cases, precision).filter(({ story }) => story.minutes.length > 0);
  for (const one of looking) {
    const left = mutations.filter((mutation) => !killers.has(mutation));
    if (left.length === 0) break;
    const named = left.map(({ rule }, index) => ({ ...rule, alert: nameOf(index) }));
    const text = textWith(played, subject, [{ ...subject.rule, alert: original }, ...named]);
    const { firing, ruleErrors } = await playStory(engine, text, { ...one.story, questions: [] });
    const outcomeOf = (name: string): string =>
      observed(one, { firing, answers: [], ruleErrors: [] }, name) + ruleErrors.some((error) => error.name === name);
    const before = outcomeOf(original);
    left.forEach((mutation, index) => {
      if (outcomeOf(nameOf(index)) !== before) killers.set(mutation, one.name);
    });
  }
  return killers;
}
