import type { InhibitRule } from "../../config/index.ts";
import { type AlertLabels, matchersTest } from "./route-evaluator.ts";

/** What an inhibition is about among the alerts that are known. */
export interface InhibitionReach {
  readonly sources: readonly AlertLabels[];
  readonly targets: readonly AlertLabels[];
  /** Whether some source can hold some target back. */
  readonly matches: boolean;
  /** Labels of `equal` that no source and no target has, so that they compare nothing. */
  readonly missingLabels: readonly string[];
}

/** Asks an inhibition about alerts that could fire together. */
export function inhibitionReach(rule: InhibitRule, known: readonly AlertLabels[]): InhibitionReach {
  const equal = rule.equal ?? [];
  const sources = known.filter(matchersTest(rule.source_matchers));
  const targets = known.filter(matchersTest(rule.target_matchers));
  const values = (labels: AlertLabels): string => JSON.stringify(equal.map((label) => labels[label] ?? ""));
  const both = new Set(sources.filter((labels) => targets.includes(labels)));
  const plain = new Set(sources.filter((labels) => !both.has(labels)).map(values));
  const any = new Set(sources.map(values));
  const matches = targets.some((target) => (both.has(target) ? plain : any).has(values(target)));
  const carries = (label: string) => (labels: AlertLabels) => Object.hasOwn(labels, label);
  const missingLabels = equal.filter((label) => ![...sources, ...targets].some(carries(label)));
  return { sources, targets, matches, missingLabels };
}

/** The inhibitions of which some known alert is a source and another one its target; the others would only be read. */
export function usefulInhibitions(
  rules: readonly InhibitRule[],
  known: readonly AlertLabels[],
): readonly InhibitRule[] {
  return rules.filter((rule) => inhibitionReach(rule, known).matches);
}
