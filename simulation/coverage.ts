import { type BehaviourCase, isAlert, type Proof, proofs, type RuleFile } from "../alerts/index.ts";

/** What the cases of one alert rule prove. */
export interface RuleCoverage {
  readonly group: string;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many cases prove it. */
  readonly cases: Readonly<Record<Proof, number>>;
  /** What no case can prove, with the reason. */
  readonly notApplicable: Readonly<Partial<Record<Proof, string>>>;
  /** What applies and no case proves. */
  readonly uncovered: readonly Proof[];
}

/** For each alert rule of a file, how many cases prove what; in the file's order. */
export function coverage(ruleFile: RuleFile, cases: readonly BehaviourCase[]): readonly RuleCoverage[] {
  return ruleFile.groups.flatMap((group) =>
    group.rules.filter(isAlert).map((rule) => {
      const own = cases.filter(({ alert, ruleLabels }) => alert === rule.alert && sameLabels(ruleLabels, rule.labels));
      const counts = Object.fromEntries(
        proofs.map((proof) => [proof, own.filter((one) => proofsOf(one).includes(proof)).length]),
      ) as Record<Proof, number>;
      const notApplicable = Object.assign({}, ...own.map((one) => one.notApplicable ?? {}));
      return {
        group: group.name,
        alert: rule.alert,
        labels: rule.labels,
        cases: counts,
        notApplicable,
        uncovered: proofs.filter((proof) => counts[proof] === 0 && !Object.hasOwn(notApplicable, proof)),
      };
    }),
  );
}

/** What a case proves: what it says, or else what follows from its behaviour. */
export function proofsOf({ proves, behaviour }: BehaviourCase): readonly Proof[] {
  return proves ?? (behaviour === "silent" ? [] : [behaviour]);
}

function sameLabels(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
