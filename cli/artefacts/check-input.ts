import { type Document, isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { behaviourCases, serviceRules } from "../../alerts/index.ts";
import type { CheckedRule, CheckedRuleFile, CheckInput } from "../../checks/index.ts";
import { coverage } from "../../simulation/index.ts";
import type { LoadedConfig, RawRuleFile } from "../config-file/load-config.ts";
import { boardsOf } from "./boards.ts";
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

/** A file of a team's own; what cannot be read of it is left to Prometheus's own reader, which says why. */
export function rawRuleFile({ path, content }: RawRuleFile): CheckedRuleFile {
  const lines = new LineCounter();
  const document = parseDocument(content, { version: "1.1", lineCounter: lines });
  const groups = document.errors.length > 0 ? undefined : document.get("groups");
  return {
    path,
    generated: false,
    text: content,
    groups: itemsOf(groups).map((group) => groupOf(group, document, lines)),
  };
}

function groupOf(group: YAMLMap, document: Document, lines: LineCounter): CheckedRuleFile["groups"][number] {
  const rules = itemsOf(group.get("rules")).flatMap((rule) => {
    const value = rule.toJS(document, { maxAliasCount: 100 }) as Record<string, unknown>;
    if (typeof value["expr"] !== "string") return [];
    return [{ ...(value as unknown as CheckedRule), line: lines.linePos(rule.range?.[0] ?? 0).line }];
  });
  return { name: String(group.get("name")), rules };
}

function itemsOf(list: unknown): readonly YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}
