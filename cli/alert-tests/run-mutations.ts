import type { Engine } from "@signalbox/engine";
import { ownCases } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import {
  caseStory,
  type MutationCase,
  type MutationReport,
  mutate,
  ownDifferences,
  ownStory,
} from "../../simulation/index.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";
import { generatedRules, sourcedFiles, testedRules } from "./tested-files.ts";

/** What the mutations of a config's rules said, with the files in the order that the results count them. */
export interface RuleMutations {
  readonly report: MutationReport;
  /** The service or the path of each file. */
  readonly files: readonly string[];
}

/**
 * Changes every rule that has cases: the generated ones, and of the team's own files the alerts that cases are about.
 * @param only a part of the alert's or recorded series' name; default every rule
 */
export async function runMutations(
  engines: readonly [Engine, ...Engine[]],
  config: Config,
  rawRules: readonly RawRuleFile[],
  only: string | undefined,
  progress?: (line: string) => void,
): Promise<RuleMutations> {
  const generated = generatedRules(config);
  const files = sourcedFiles(generated, rawRules);
  const own = ownCases(config);
  const cases: readonly MutationCase[] = [
    ...generated.flatMap((one) =>
      one.cases.map((each) => ({
        name: each.name,
        alert: each.alert,
        ruleLabels: each.ruleLabels,
        story: caseStory(each),
      })),
    ),
    ...own.map(
      (one): MutationCase => ({
        name: one.case.name,
        alert: one.case.alert,
        ruleLabels: one.case.labels,
        story: ownStory(one),
        judge: (firing) => ownDifferences(one.case, firing),
      }),
    ),
  ];
  const isTested = testedRules(config);
  const report = await mutate(
    engines,
    files.map(({ rules }) => rules),
    cases,
    {
      only: ({ file, rule }) => {
        const source = files[file]?.source;
        return (
          source !== undefined &&
          isTested(source, rule) &&
          (only === undefined || (rule.alert ?? rule.record ?? "").includes(only))
        );
      },
      onRule: (done, all, name) => progress?.(`Changing rule ${done + 1} of ${all}: ${name} ...`),
    },
  );
  return { report, files: files.map(({ source }) => (source.kind === "service" ? source.service : source.path)) };
}
