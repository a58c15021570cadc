import { ownPromtoolTests, serviceRules } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";
import type { Artefact } from "./artefact.ts";
import { rawRuleFile } from "./check-input.ts";
import { rawSource } from "./raw-rules.ts";
import { ruleFileName } from "./rules.ts";
import { yamlText } from "./yaml-text.ts";

/** The cases of the config for the team's own rule files as promtool tests, `<name>.test.yaml` beside each file. */
export function ownTestArtefacts(config: Config, rawRules: readonly RawRuleFile[]): readonly Artefact[] {
  return rawRules.flatMap((file) => {
    const read = config.services
      .map((objectives) => ({
        path: ruleFileName(objectives.service.name),
        groups: serviceRules(objectives, config).groups,
      }))
      .filter(({ groups }) =>
        groups.some(({ rules }) => rules.some((rule) => "record" in rule && file.content.includes(rule.record))),
      );
    const groups = [...read.flatMap((one) => one.groups), ...rawRuleFile(file).groups].map(({ name }) => name);
    const tests = ownPromtoolTests(config, file.path, [...read.map(({ path }) => path), file.name], groups);
    if (tests === undefined) return [];
    return [
      {
        path: `rules/${file.name.replace(/(\.rules)?\.ya?ml$/, "")}.test.yaml`,
        content: yamlText(tests),
        source: rawSource(file),
      },
    ];
  });
}
