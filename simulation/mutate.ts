import type { Engine } from "@signalbox/engine";
import { alertTrial } from "./mutations/alert-trial.ts";
import { equivalence } from "./mutations/equivalent.ts";
import type { Mutation } from "./mutations/mutation.ts";
import type { MutationCase } from "./mutations/mutation-case.ts";
import { mutationsOf } from "./mutations/mutations.ts";
import { recordedAnswersTrial } from "./mutations/recorded-answers-trial.ts";
import { recordingTrial } from "./mutations/recording-trial.ts";
import { type PlacedRule, type Precision, placedRules } from "./rule-readers.ts";
import type { TestedRuleFile } from "./tested-rules.ts";

/** What running mutations needs of an engine. */
export type MutationEngine = Pick<Engine, "parse" | "storage" | "rules">;

/** What became of one mutation. `invalid`: Prometheus would not load it, so nobody can ship this mistake. */
export type Verdict =
  | { readonly kind: "killed"; readonly by: string }
  | { readonly kind: "survived" }
  | { readonly kind: "equivalent"; readonly reason: string }
  | { readonly kind: "invalid" };

/** One mutation of one rule and what became of it. */
export interface MutantResult {
  /** Place of the rule's file in the list that was given, from 0. */
  readonly file: number;
  readonly group: string;
  /** The alert's or the recorded series' name. */
  readonly name: string;
  readonly alerts: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly mutation: Pick<Mutation, "kind" | "says" | "before" | "after">;
  readonly verdict: Verdict;
}

/** How the mutations of all rules came out. */
export interface MutationReport {
  readonly mutants: readonly MutantResult[];
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  readonly invalid: number;
  /** Share of the mutations that the cases noticed, 0 to 1, of those that are neither equivalent nor invalid; 1 when there is none. */
  readonly scoreRatio: number;
}

/** Options of {@link mutate}. */
export interface MutateOptions {
  /** Which rules are changed; default all. */
  readonly only?: (rule: PlacedRule) => boolean;
  /** Called before the mutations of a rule, with how many rules are done. */
  readonly onRule?: (done: number, all: number, name: string) => void;
}

/**
 * Changes each rule in every way in which people get rules wrong, and plays the cases that can see it until one ends
 * differently.
 * @param engines rules are shared out among them, so that two take half as long
 * @param cases the unchanged rules pass them
 */
export async function mutate(
  engines: readonly [MutationEngine, ...MutationEngine[]],
  files: readonly TestedRuleFile[],
  cases: readonly MutationCase[],
  { only = () => true, onRule }: MutateOptions = {},
): Promise<MutationReport> {
  const rules = await placedRules(engines[0], files);
  const chosen = rules.filter(only);
  const results: (readonly MutantResult[])[] = [];
  const queue = chosen.entries();
  const work = async (engine: MutationEngine): Promise<void> => {
    for (const [index, subject] of queue) {
      onRule?.(index, chosen.length, nameOf(subject));
      results[index] = await mutantsOf(engine, subject, rules, cases);
    }
  };
  await Promise.all(engines.map(work));
  return report(results.flat());
}

function report(mutants: readonly MutantResult[]): MutationReport {
  const count = (kind: Verdict["kind"]): number => mutants.filter(({ verdict }) => verdict.kind === kind).length;
  const [killed, survived] = [count("killed"), count("survived")];
  return {
    mutants,
    killed,
    survived,
    equivalent: count("equivalent"),
    invalid: count("invalid"),
    scoreRatio: killed + survived === 0 ? 1 : killed / (killed + survived),
  };
}

async function mutantsOf(
  engine: MutationEngine,
  subject: PlacedRule,
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
): Promise<readonly MutantResult[]> {
  const alerts = subject.rule.alert !== undefined;
  const mutations = mutationsOf(subject.rule, subject.expression);
  const verdicts = new Map<Mutation, Verdict>();
  for (const mutation of mutations) {
    const reason = equivalence(subject.expression, mutation, alerts);
    if (reason !== undefined) verdicts.set(mutation, { kind: "equivalent", reason });
    else if (!(await engine.parse(mutation.rule.expr)).ok) verdicts.set(mutation, { kind: "invalid" });
  }
  const undecided = (): readonly Mutation[] => mutations.filter((mutation) => !verdicts.has(mutation));
  // With a changed condition a rule may read what others recorded, so what they read is played too.
  for (const [precision, matters] of [
    ["labels", () => true],
    ["names", ({ kind }: Mutation) => kind === "label"],
  ] as const satisfies readonly (readonly [Precision, (mutation: Mutation) => boolean])[]) {
    const tried = undecided().filter(matters);
    const killers = await (alerts ? alertTrial : recordingTrials)(engine, subject, rules, cases, tried, precision);
    for (const [mutation, by] of killers) verdicts.set(mutation, { kind: "killed", by });
  }
  return mutations.map((mutation) => ({
    file: subject.file,
    group: subject.group,
    name: nameOf(subject),
    alerts,
    labels: subject.rule.labels ?? {},
    mutation: { kind: mutation.kind, says: mutation.says, before: mutation.before, after: mutation.after },
    verdict: verdicts.get(mutation) ?? { kind: "survived" },
  }));
}

async function recordingTrials(
  engine: MutationEngine,
  subject: PlacedRule,
  rules: readonly PlacedRule[],
  cases: readonly MutationCase[],
  mutations: readonly Mutation[],
  precision: Precision,
): Promise<ReadonlyMap<Mutation, string>> {
  // Questions about what a rule records see more than the alerts that read it, and one play is enough for all mutations.
  const answers = await recordedAnswersTrial(engine, subject, rules, cases, mutations, precision);
  if (answers.asked) return answers.killers;
  const killers = new Map<Mutation, string>();
  const trial = recordingTrial(engine, subject, rules, cases, precision);
  for (const mutation of mutations) {
    const by = await trial(mutation);
    if (by !== undefined) killers.set(mutation, by);
  }
  return killers;
}

function nameOf({ rule }: PlacedRule): string {
  return rule.alert ?? rule.record ?? "";
}
