import type { CheckedRuleFile } from "../../checks/index.ts";
import type { CaseResult } from "../../simulation/index.ts";

/** How one behaviour of an alert came out. */
export interface TestedBehaviour {
  readonly cases: number;
  readonly passed: number;
}

/** One alert rule and what its cases said. */
export interface TestedAlert {
  readonly service: string;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  readonly fires: TestedBehaviour;
  readonly silent: TestedBehaviour;
  readonly clears: TestedBehaviour;
}

/** An alert of a rule file of one's own. */
export interface UntestedAlert {
  readonly file: string;
  readonly group: string;
  readonly alert: string;
}

/** Sums results up by alert rule, in the order of the cases. */
export function alertsTested(results: readonly CaseResult[]): readonly TestedAlert[] {
  const rules = new Map<string, CaseResult[]>();
  for (const result of results) {
    const { service, alert, ruleLabels } = result.case;
    const key = JSON.stringify([service, alert, ruleLabels]);
    rules.set(key, [...(rules.get(key) ?? []), result]);
  }
  return [...rules.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { service, alert, ruleLabels } = first.case;
    const count = (behaviour: CaseResult["case"]["behaviour"]): TestedBehaviour => {
      const cases = own.filter((result) => result.case.behaviour === behaviour);
      return { cases: cases.length, passed: cases.filter(({ passed }) => passed).length };
    };
    return [
      { service, alert, labels: ruleLabels, fires: count("fires"), silent: count("silent"), clears: count("clears") },
    ];
  });
}

/** Every alert of rule files that were written by hand. */
export function alertsUntested(files: readonly CheckedRuleFile[]): readonly UntestedAlert[] {
  return files.flatMap(({ path, groups }) =>
    groups.flatMap(({ name, rules }) =>
      rules.flatMap(({ alert }) => (alert === undefined ? [] : [{ file: path, group: name, alert }])),
    ),
  );
}
