import { DefinitionError, nearestName, type Problem, showValue } from "@signalbox/contract";
import type { Engine, FiringAlert } from "@signalbox/engine";
import type { OwnCase } from "../alerts/index.ts";
import type { AlertCase, CaseExpectation, ExpectedAlert } from "../config/index.ts";
import { ownStory } from "./case-story.ts";
import { playStory } from "./play-story.ts";
import { type PlacedRule, placedRules, withSources } from "./rule-readers.ts";
import { ruleText } from "./rule-text.ts";
import type { TestedRuleFile } from "./tested-rules.ts";

/** A rule file that cases may be about. */
export interface SourcedRuleFile {
  /** As a case names it. */
  readonly source: AlertCase["source"];
  readonly rules: TestedRuleFile;
}

/** What the engine says of one case of the config. */
export interface OwnCaseResult {
  readonly case: AlertCase;
  readonly passed: boolean;
  /** Sentences; empty when it passed. */
  readonly problems: readonly string[];
}

/**
 * Runs cases of the config, each with the alerts that it is about and whatever these read from any of the files.
 * @throws {DefinitionError} with every case whose alert no file has
 */
export async function runOwnCases(
  engine: Pick<Engine, "parse" | "storage" | "rules">,
  files: readonly SourcedRuleFile[],
  cases: readonly OwnCase[],
): Promise<readonly OwnCaseResult[]> {
  if (cases.length === 0) return [];
  const rules = await placedRules(
    engine,
    files.map((file) => file.rules),
  );
  assertKnownAlerts(
    files,
    cases.map((one) => one.case),
  );
  const alerts = cases.map((one) => alertsOf(one.case, files, rules));
  const results: OwnCaseResult[] = [];
  for (const [index, one] of cases.entries()) {
    const about = alerts[index] ?? [];
    if (about.length === 0) {
      const problem = `Prometheus cannot read the expression of ${one.case.alert}; signalbox check says where`;
      results.push({ case: one.case, passed: false, problems: [problem] });
      continue;
    }
    const played = withSources(about, rules, "names");
    const story = ownStory(one);
    const { firing, ruleErrors } = await playStory(
      engine,
      ruleText(played, ({ rule }) => [rule]),
      story,
    );
    const found = ownDifferences(one.case, firing);
    const errors = ruleErrors.map(({ name, message }) => `${name} has an error: ${message}`);
    results.push({ case: one.case, passed: found.length + errors.length === 0, problems: [...found, ...errors] });
  }
  return results;
}

/** How the firing alerts of a case's minutes differ from what it expects, in sentences. */
export function ownDifferences(one: AlertCase, firing: readonly (readonly FiringAlert[])[]): readonly string[] {
  return one.expect.flatMap((expected, at) => differences(expected, ofCase(one, firing[at] ?? [])));
}

/** Whether a rule is what a case is about. */
export function isAbout({ alert, labels }: AlertCase, rule: PlacedRule["rule"]): boolean {
  return rule.alert === alert && Object.entries(labels).every(([name, value]) => rule.labels?.[name] === value);
}

/**
 * Refuses cases about alerts that no file has.
 * @throws {DefinitionError} with every such case
 */
export function assertKnownAlerts(files: readonly SourcedRuleFile[], cases: readonly AlertCase[]): void {
  const problems = unknownAlerts(files, cases);
  if (problems.length > 0) throw new DefinitionError("alert cases", problems);
}

/** The cases about alerts that no file has. It needs no engine, so it can be asked before anything is played. */
export function unknownAlerts(files: readonly SourcedRuleFile[], cases: readonly AlertCase[]): readonly Problem[] {
  const rules = files.flatMap(({ rules: { groups } }, file) =>
    groups.flatMap((group) => group.rules.map((rule) => ({ file, rule }))),
  );
  return cases.flatMap((one, index) => {
    return alertsOf(one, files, rules).length === 0 ? [unknownAlert(one, index, files, rules)] : [];
  });
}

/** A rule and the place of its file among the files. */
type RuleOfFile = Pick<PlacedRule, "file" | "rule">;

function alertsOf<R extends RuleOfFile>(
  one: AlertCase,
  files: readonly SourcedRuleFile[],
  rules: readonly R[],
): readonly R[] {
  return rules.filter(({ file, rule }) => isSource(files[file]?.source, one.source) && isAbout(one, rule));
}

function isSource(left: AlertCase["source"] | undefined, right: AlertCase["source"]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function unknownAlert(
  one: AlertCase,
  index: number,
  files: readonly SourcedRuleFile[],
  rules: readonly RuleOfFile[],
): Problem {
  const { source, alert, labels } = one;
  const names = rules.flatMap(({ file, rule }) => (isSource(files[file]?.source, source) ? (rule.alert ?? []) : []));
  const where = source.kind === "rules" ? source.path : `the rules of ${source.service}`;
  const labelled = names.includes(alert);
  return {
    code: "case/alert",
    path: labelled ? `cases[${index}].labels` : `cases[${index}].alert`,
    rule: labelled ? `no ${alert} in ${where} sets these labels` : `there is no such alert in ${where}`,
    received: showValue(labelled ? labels : alert),
    correction: labelled
      ? "labels that the rule sets, or none"
      : (nearestName(alert, names) ??
        (names.length === 0 ? "an alert in this file" : `one of ${[...new Set(names)].join(", ")}`)),
  };
}

function ofCase({ alert, labels }: AlertCase, firing: readonly FiringAlert[]): readonly FiringAlert[] {
  return firing.filter((one) => one.name === alert && includes(one.labels, labels));
}

function differences({ atMinutes, firing }: CaseExpectation, alerts: readonly FiringAlert[]): readonly string[] {
  const at = `minute ${atMinutes}`;
  const seen = alerts.map(({ labels }) => JSON.stringify(labels)).join(", ");
  if (firing === false || (firing !== true && firing.length === 0)) {
    return alerts.length === 0 ? [] : [`${at}: fires and should not: ${seen}`];
  }
  if (alerts.length === 0) return [`${at}: should fire and does not`];
  if (firing === true) return [];
  const missing = firing.filter((expected) => !alerts.some((alert) => fits(alert, expected)));
  return [
    ...missing.map((expected) => `${at}: no alert fires with ${JSON.stringify(expected)}; firing are ${seen}`),
    ...(missing.length === 0 && alerts.length !== firing.length
      ? [`${at}: ${alerts.length} alerts fire instead of ${firing.length}: ${seen}`]
      : []),
  ];
}

function fits(alert: FiringAlert, { labels = {}, annotations = {} }: ExpectedAlert): boolean {
  return includes(alert.labels, labels) && includes(alert.annotations, annotations);
}

function includes(all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}
