import { isMap, isSeq, type YAMLMap } from "yaml";
import { behaviourCases, serviceRules } from "../../alerts/index.ts";
import type { CheckedRule, CheckedRuleFile, CheckInput } from "../../checks/index.ts";
import { coverage } from "../../simulation/index.ts";
import type { LoadedConfig, RawRuleFile } from "../config-file/load-config.ts";
import { boardsOf } from "./boards.ts";
import { type OwnRules, ownRules } from "./own-rules.ts";
import { ruleFileName } from "./rules.ts";
import { yamlText } from "./yaml-text.ts";

/** Everything that is generated or shipped, as the checks take it. */
export async function checkInput({ config, rawRules }: LoadedConfig): Promise<CheckInput> {
  const generated = config.services.map((objectives) => {
    const rules = serviceRules(objectives, config);
    const path = `rules/${ruleFileName(objectives.service.name)}`;
    return { path, generated: true, text: yamlText(rules), groups: rules.groups } satisfies CheckedRuleFile;
  });
  return {
    config,
    boards: await boardsOf(config),
    ruleFiles: [...generated, ...rawRules.map(rawRuleFile)],
    coverage: config.services.flatMap((objectives) =>
      coverage(serviceRules(objectives, config), behaviourCases(objectives, config)),
    ),
  };
}

/** A file of a team's own; one that cannot be read has no groups. */
export function rawRuleFile(file: RawRuleFile): CheckedRuleFile {
  return { path: file.path, generated: false, text: file.content, groups: groupsOf(ownRules(file)) };
}

function groupsOf(read: OwnRules): CheckedRuleFile["groups"] {
  if (read.problem !== undefined) return [];
  const { document, lines } = read;
  return itemsOf(document.get("groups")).map((group) => {
    const rules = itemsOf(group.get("rules")).flatMap((rule) => {
      const value: CheckedRule = rule.toJS(document, { maxAliasCount: -1 });
      if (typeof value.expr !== "string") return [];
      return [{ ...value, line: lines.linePos(rule.range?.[0] ?? 0).line }];
    });
    return { name: String(group.get("name")), rules };
  });
}

function itemsOf(list: unknown): readonly YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}
