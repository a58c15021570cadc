import type { Engine } from "@signalbox/engine";
import { ownCases, type Proof, proofs } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import {
  type CaseResult,
  coverage,
  isAbout,
  type OwnCaseResult,
  proofsOf,
  runCases,
  runOwnCases,
} from "../../simulation/index.ts";
import { yamlText } from "../artefacts/yaml-text.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";
import { caseProblems } from "./case-problems.ts";
import { generatedRules, sourcedFiles } from "./tested-files.ts";

/** How one proof of an alert came out. */
export interface TestedProof {
  readonly cases: number;
  readonly passed: number;
  /** Why no case can prove it; absent when it applies. */
  readonly notApplicable?: string;
}

/** One alert rule and what its cases said. */
export interface TestedAlert {
  /** The service whose alert it is, or the path of its rule file. */
  readonly where: string;
  readonly generated: boolean;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  readonly cases: number;
  readonly passed: number;
  readonly proofs: Readonly<Record<Proof, TestedProof>>;
}

/** A case that failed. */
export interface FailedCase {
  readonly name: string;
  readonly alert: string;
  /** Sentences. */
  readonly problems: readonly string[];
}

/** An alert without any case. */
export interface UntestedAlert {
  readonly file: string;
  readonly group: string;
  readonly alert: string;
}

/** What all cases of a config said. */
export interface AlertTests {
  readonly alerts: readonly TestedAlert[];
  readonly untested: readonly UntestedAlert[];
  readonly cases: readonly {
    readonly name: string;
    readonly alert: string;
    readonly passed: boolean;
    readonly problems: readonly string[];
  }[];
  readonly failed: readonly FailedCase[];
}

/** Runs every case of a config, the generated ones and its own. */
export async function runAlertTests(
  engine: Engine,
  config: Config,
  rawRules: readonly RawRuleFile[],
  progress?: (line: string) => void,
): Promise<AlertTests> {
  const generated = generatedRules(config);
  const files = sourcedFiles(generated, rawRules);
  const results: { readonly service: string; readonly result: CaseResult }[] = [];
  for (const { name, rules, cases } of generated) {
    progress?.(`Running ${cases.length} cases of ${name} in Prometheus's engine ...`);
    for (const result of await runCases(engine, yamlText(rules), cases)) results.push({ service: name, result });
  }
  const own = await runOwnCases(engine, files, ownCases(config));
  const everyAlert = files.flatMap(({ source, rules }, index) =>
    rules.groups.flatMap((group) =>
      group.rules.flatMap((rule) =>
        rule.alert === undefined ? [] : [{ source, index, group: group.name, rule, alert: rule.alert }],
      ),
    ),
  );
  const covered = generated.flatMap(({ rules, cases }) => coverage(rules, cases));
  const alerts = everyAlert.map(({ source, group, rule, alert }): TestedAlert & { readonly group: string } => {
    const labels = rule.labels ?? {};
    const ran: readonly Ran[] = [
      ...(source.kind === "service"
        ? results.filter((one) => one.service === source.service && isOf(one.result, alert, labels)).map(ranGenerated)
        : []),
      ...own.filter((one) => same(one.case.source, source) && isAbout(one.case, rule)).map(ranOwn),
    ];
    const reasons =
      covered.find((one) => one.group === group && one.alert === alert && same(one.labels, labels))?.notApplicable ??
      {};
    return {
      where: source.kind === "service" ? source.service : source.path,
      generated: source.kind === "service",
      group,
      alert,
      labels,
      ...counted(ran),
      proofs: Object.fromEntries(
        proofs.map((proof) => {
          const reason = reasons[proof];
          const counts = counted(ran.filter((one) => one.proves.includes(proof)));
          return [proof, { ...counts, ...(reason === undefined ? {} : { notApplicable: reason }) }];
        }),
      ) as Record<Proof, TestedProof>,
    };
  });
  const cases = [
    ...results.map(({ result }) => ({
      name: result.case.name,
      alert: result.case.alert,
      passed: result.passed,
      problems: caseProblems(result),
    })),
    ...own.map((one) => ({ name: one.case.name, alert: one.case.alert, passed: one.passed, problems: one.problems })),
  ];
  return {
    alerts: alerts.filter((one) => one.generated || one.cases > 0).map(({ group: _, ...alert }) => alert),
    untested: alerts.filter((one) => one.cases === 0).map(({ where, group, alert }) => ({ file: where, group, alert })),
    cases,
    failed: cases.filter(({ passed }) => !passed).map(({ passed: _, ...one }) => one),
  };
}

interface Ran {
  readonly passed: boolean;
  readonly proves: readonly Proof[];
}

const ranGenerated = ({ result }: { readonly result: CaseResult }): Ran => ({
  passed: result.passed,
  proves: proofsOf(result.case),
});
const ranOwn = (result: OwnCaseResult): Ran => ({ passed: result.passed, proves: result.case.proves });

function isOf({ case: one }: CaseResult, alert: string, labels: TestedAlert["labels"]): boolean {
  return one.alert === alert && same(one.ruleLabels, labels);
}

function counted(ran: readonly Ran[]): { readonly cases: number; readonly passed: number } {
  return { cases: ran.length, passed: ran.filter(({ passed }) => passed).length };
}

function same(left: object, right: object): boolean {
  const text = (value: object): string => JSON.stringify(Object.entries(value).sort());
  return text(left) === text(right);
}
