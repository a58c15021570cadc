import { type Behaviour, type BehaviourCase, isAlert, type RuleFile } from "../alerts/index.ts";

/** How many cases show each behaviour of one alert rule. */
export interface RuleCoverage {
  readonly group: string;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  readonly cases: Readonly<Record<Behaviour, number>>;
  /** Behaviours that no case shows. */
  readonly uncovered: readonly Behaviour[];
}

const behaviours: readonly Behaviour[] = ["fires", "silent", "clears"];

/** For each alert rule of a file, how many cases show that it fires, stays silent and clears; in the file's order. */
export function coverage(ruleFile: RuleFile, cases: readonly BehaviourCase[]): readonly RuleCoverage[] {
  return ruleFile.groups.flatMap((group) =>
    group.rules.filter(isAlert).map((rule) => {
      const own = cases.filter(({ alert, ruleLabels }) => alert === rule.alert && sameLabels(ruleLabels, rule.labels));
      const count = (behaviour: Behaviour): number => own.filter((one) => one.behaviour === behaviour).length;
      const counts = { fires: count("fires"), silent: count("silent"), clears: count("clears") };
      return {
        group: group.name,
        alert: rule.alert,
        labels: rule.labels,
        cases: counts,
        uncovered: behaviours.filter((behaviour) => counts[behaviour] === 0),
      };
    }),
  );
}

function sameLabels(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
