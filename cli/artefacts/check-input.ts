import { isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type YAMLMap } from "yaml";
import {
  behaviourCases,
  platformCases,
  platformRules,
  routingFacts,
  runbookQueries,
  runbooks,
  serviceRules,
  unmatchedPatches,
} from "../../alerts/index.ts";
import type { CheckedRule, CheckedRuleFile, CheckedRunbook, CheckInput } from "../../checks/index.ts";
import type { Config } from "../../config/index.ts";
import { coverage, isAbout } from "../../simulation/index.ts";
import type { LoadedConfig, RawRuleFile } from "../config-file/load-config.ts";
import { boardsOf } from "./boards.ts";
import { type OwnRules, ownRules } from "./own-rules.ts";
import { platformName } from "./platform.ts";
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
    runbooks: runbookPages(config),
    ruleFiles: [...generated, ...platformFile(config), ...rawRules.map(rawRuleFile)],
    coverage: [
      ...config.services.flatMap((objectives) =>
        coverage(serviceRules(objectives, config), behaviourCases(objectives, config)),
      ),
      ...coverage(platformRules(config) ?? { groups: [] }, platformCases(config)),
      ...rawRules.flatMap((file) => ownCoverage(config, rawRuleFile(file))),
    ],
    routing: routingFacts(config),
    patches: unmatchedPatches(config),
  };
}

/** The alerts of a file of a team's own that cases of the config are about. */
function ownCoverage({ cases }: Config, { path, groups }: CheckedRuleFile): CheckInput["coverage"] {
  const about = cases.filter(({ source }) => source.kind === "rules" && source.path === path);
  return groups.flatMap((group) =>
    group.rules.flatMap((rule) => {
      const { alert, labels = {} } = rule;
      return alert !== undefined && about.some((one) => isAbout(one, rule))
        ? [{ group: group.name, alert, labels, uncovered: [] }]
        : [];
    }),
  );
}

function platformFile(config: Config): readonly CheckedRuleFile[] {
  const rules = platformRules(config);
  if (rules === undefined) return [];
  return [
    { path: `rules/${ruleFileName(platformName)}`, generated: true, text: yamlText(rules), groups: rules.groups },
  ];
}

function runbookPages(config: Config): readonly CheckedRunbook[] {
  const queries = runbookQueries(config);
  return Object.entries(runbooks(config)).map(([name, text]) => ({
    path: `runbooks/${name}`,
    text,
    queries: queries
      .filter(({ page }) => page === name)
      .map(({ service, title, expression }) => ({ title: `${service}: ${title}`, expression })),
  }));
}

/** A file of a team's own; one that cannot be read has no groups. */
export function rawRuleFile(file: RawRuleFile): CheckedRuleFile {
  const read = ownRules(file);
  return {
    path: file.path,
    generated: false,
    text: file.content,
    groups: groupsOf(read),
    durations: durationsOf(read),
  };
}

function groupsOf(read: OwnRules): CheckedRuleFile["groups"] {
  if (read.problem !== undefined) return [];
  const { document, lines } = read;
  return itemsOf(document.get("groups")).map((group) => {
    const rules = itemsOf(group.get("rules")).flatMap((rule) => {
      const value: CheckedRule = rule.toJS(document, { maxAliasCount: -1 });
      if (typeof value.expr !== "string") return [];
      return [
        { ...value, line: lineOf(rule, lines), expressionLine: lineOf(fieldOf(rule, "expr")?.key ?? rule, lines) },
      ];
    });
    return { name: String(group.get("name")), rules };
  });
}

type Durations = NonNullable<CheckedRuleFile["durations"]>;

/** Prometheus names no line for a duration that it cannot read, so all are told with theirs. */
function durationsOf(read: OwnRules): Durations {
  if (read.problem !== undefined) return [];
  const { document, lines } = read;
  return itemsOf(document.get("groups")).flatMap((group) => {
    const name = String(group.get("name"));
    return [
      ...texts(group, ["interval", "query_offset"], name),
      ...itemsOf(group.get("rules")).flatMap((rule) => {
        const called = rule.get("record") ?? rule.get("alert") ?? "rule without a name";
        return texts(rule, ["for", "keep_firing_for"], `${name} / ${called}`);
      }),
    ];
  });

  function texts(map: YAMLMap, fields: readonly Durations[number]["field"][], item: string): Durations {
    return fields.flatMap((field) => {
      const { key, value } = fieldOf(map, field) ?? {};
      const scalar = isAlias(value) ? value.resolve(document) : value;
      return isScalar(scalar) ? [{ item, field, line: lineOf(key, lines), text: String(scalar.value) }] : [];
    });
  }
}

function fieldOf(map: YAMLMap, field: string): YAMLMap["items"][number] | undefined {
  return map.items.find(({ key }) => (isScalar(key) ? key.value : key) === field);
}

function lineOf(node: unknown, lines: LineCounter): number {
  return lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;
}

function itemsOf(list: unknown): readonly YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}
