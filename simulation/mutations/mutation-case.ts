import type { InstantResult } from "@signalbox/engine";
import type { Played, Story } from "../play-story.ts";
import type { PlacedRule, Precision } from "../rule-readers.ts";

/** A case as the mutations use it; the unchanged rules pass it. */
export interface MutationCase {
  readonly name: string;
  readonly alert: string;
  /** The labels that the rule sets which the case is about. */
  readonly ruleLabels: Readonly<Record<string, string>>;
  readonly story: Story;
  /** What is otherwise than expected, from all firing alerts of each of the story's minutes; default: every label and text counts. */
  readonly judge?: (firing: Played["firing"]) => readonly string[];
}

/**
 * Cases of the alerts among some rules, and questions about what they record, short ones before long ones. With the precision of
 * labels only those of rules that set the same labels, whatever their severity: the traffic of others is not seen by so few rules.
 */
export function casesAbout(
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
  precision: Precision,
): readonly MutationCase[] {
  const alerts = rules.filter(({ rule }) => rule.alert !== undefined);
  const records = rules.flatMap(({ rule }) => rule.record ?? []);
  const asks = ({ story }: MutationCase): boolean =>
    story.questions.some(({ expression }) => records.some((record) => expression.includes(record)));
  const isOwn = ({ alert, ruleLabels }: MutationCase): boolean =>
    alerts.some(
      ({ rule }) =>
        rule.alert === alert &&
        Object.entries(ruleLabels).every(([label, value]) => label === "severity" || rule.labels?.[label] === value),
    );
  const costOf = (one: MutationCase): number =>
    (isOwn(one) ? 0 : 1_000_000) + Math.max(0, ...one.story.minutes) * (1 + one.story.series.length);
  return cases
    .filter(
      (one) =>
        asks(one) || isOwn(one) || (precision === "names" && alerts.some(({ rule }) => rule.alert === one.alert)),
    )
    .map((one) => ({ one, cost: costOf(one) }))
    .sort((left, right) => left.cost - right.cost)
    .map(({ one }) => one);
}

/**
 * What a case looks at, as one text: its firing alerts, and the answers to its questions.
 * @param name the name under which its alert was played
 */
export function observed(
  { alert, judge }: MutationCase,
  { firing, answers, ruleErrors }: Played,
  name: string = alert,
): string {
  const own = firing.map((minute) => minute.filter((one) => one.name === name).map((one) => ({ ...one, name: alert })));
  if (judge !== undefined) return JSON.stringify([judge(own), ruleErrors.length > 0]);
  const alerts = own.map((minute) =>
    minute.map(({ labels, annotations }) => JSON.stringify([entries(labels), entries(annotations)])).sort(),
  );
  return JSON.stringify([alerts, answers.map(answerText), ruleErrors.map(({ group, name }) => `${group} ${name}`)]);
}

function answerText(answer: InstantResult): readonly string[] {
  if (answer.kind !== "vector") return [JSON.stringify(answer)];
  return answer.samples.map(({ labels, value }) => JSON.stringify([entries(labels), String(value)])).sort();
}

function entries(labels: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(labels)
    .filter(([name]) => name !== "alertname")
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
