import type { FiringAlert as EngineAlert, InstantResult, Labels } from "@signalbox/engine";
import type { BehaviourCase, FiringAlert, RecordedExpectation } from "../alerts/index.ts";
import { caseStory } from "./case-story.ts";
import { type CaseEngine, playStory } from "./play-story.ts";

/** How a minute of a case differs from what was expected. */
export interface CaseProblem {
  readonly atMinutes: number;
  /** Alerts that should fire and do not, or not with exactly these labels and annotations. */
  readonly missing: readonly FiringAlert[];
  /** Alerts of the case's name that fire and should not, or not with exactly these labels and annotations. */
  readonly unexpected: readonly FiringAlert[];
}

/** A question about recorded series that was answered in another way than expected. */
export interface RecordedProblem {
  readonly expected: RecordedExpectation;
  /** The samples that Prometheus gave. */
  readonly received: RecordedExpectation["samples"];
}

/** What the engine says of one case. */
export interface CaseResult {
  readonly case: BehaviourCase;
  /** Whether every minute was as expected and no rule had an error. */
  readonly passed: boolean;
  readonly problems: readonly CaseProblem[];
  readonly recordedProblems: readonly RecordedProblem[];
  /** Errors that rules had while they were evaluated, in Prometheus's own words. */
  readonly ruleErrors: readonly string[];
}

/**
 * Runs cases against a rule file, each on a storage of its own, as `promtool test rules` would: one evaluation a minute
 * from minute 0 on, labels and annotations compared to the letter.
 * @param ruleFileYaml the text of the rule file
 * @throws {RulesInvalid} when Prometheus would not load the rule file
 */
export async function runCases(
  engine: CaseEngine,
  ruleFileYaml: string,
  cases: readonly BehaviourCase[],
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const behaviour of cases) results.push(await runCase(engine, ruleFileYaml, behaviour));
  return results;
}

async function runCase(engine: CaseEngine, ruleFileYaml: string, behaviour: BehaviourCase): Promise<CaseResult> {
  const { firing, answers, ruleErrors: errors } = await playStory(engine, ruleFileYaml, caseStory(behaviour));
  const ruleErrors = errors.map(({ group, name, message }) => `${group}, ${name}: ${message}`);
  const problems = behaviour.expectations.flatMap(({ atMinutes, alerts }, index) => {
    const own = (firing[index] ?? []).filter(({ name }) => name === behaviour.alert).map(withoutName);
    const missing = notAmong(alerts, own);
    const unexpected = notAmong(own, alerts);
    return missing.length + unexpected.length === 0 ? [] : [{ atMinutes, missing, unexpected }];
  });
  const recordedProblems = (behaviour.recorded ?? []).flatMap((expected, index) => {
    const received = samplesIn(answers[index]);
    return answerText(received) === answerText(expected.samples) ? [] : [{ expected, received }];
  });
  const passed = problems.length + recordedProblems.length + ruleErrors.length === 0;
  return { case: behaviour, passed, problems, recordedProblems, ruleErrors };
}

function withoutName({ labels, annotations }: EngineAlert): FiringAlert {
  return { labels: Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "alertname")), annotations };
}

function samplesIn(answer: InstantResult | undefined): RecordedExpectation["samples"] {
  switch (answer?.kind) {
    case "vector":
      return answer.samples.map(({ labels, value }) => ({ labels, value }));
    case "scalar":
      return [{ labels: {}, value: answer.value }];
    default:
      return [];
  }
}

function answerText(samples: RecordedExpectation["samples"]): string {
  return JSON.stringify(samples.map(({ labels, value }) => `${JSON.stringify(sorted(labels))} ${value}`).sort());
}

function notAmong(alerts: readonly FiringAlert[], others: readonly FiringAlert[]): readonly FiringAlert[] {
  const known = new Set(others.map(signature));
  return alerts.filter((alert) => !known.has(signature(alert)));
}

function signature({ labels, annotations }: FiringAlert): string {
  return JSON.stringify([sorted(labels), sorted(annotations)]);
}

function sorted(texts: Labels): readonly (readonly [string, string])[] {
  return Object.entries(texts).sort(([left], [right]) => (left < right ? -1 : 1));
}
