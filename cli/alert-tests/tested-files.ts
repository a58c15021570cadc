import { isRecord } from "@signalbox/contract";
import {
  type BehaviourCase,
  behaviourCases,
  platformCases,
  platformRules,
  type RuleFile,
  serviceRules,
} from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { SourcedRuleFile, TestedRule, TestedRuleFile } from "../../simulation/index.ts";
import { ownRules } from "../artefacts/own-rules.ts";
import { platformName } from "../artefacts/platform.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";

/** Generated rules with the cases that prove them. */
export interface GeneratedRules {
  /** The service, or the name of the rules about Prometheus itself. */
  readonly name: string;
  readonly rules: RuleFile;
  readonly cases: readonly BehaviourCase[];
}

/** The generated rules of a config: of each service, and of Prometheus itself where its profile asks for them. */
export function generatedRules(config: Config): readonly GeneratedRules[] {
  const platform = platformRules(config);
  return [
    ...config.services.map((objectives) => ({
      name: objectives.service.name,
      rules: serviceRules(objectives, config),
      cases: behaviourCases(objectives, config),
    })),
    ...(platform === undefined ? [] : [{ name: platformName, rules: platform, cases: platformCases(config) }]),
  ];
}

/** All rule files as cases name them, the generated ones first, because others may read what they record. */
export function sourcedFiles(
  generated: readonly GeneratedRules[],
  rawRules: readonly RawRuleFile[],
): readonly SourcedRuleFile[] {
  return [
    ...generated.map(({ name, rules }) => ({ source: { kind: "service" as const, service: name }, rules })),
    ...rawRules.map((file) => ({ source: { kind: "rules" as const, path: file.path }, rules: rawRuleGroups(file) })),
  ];
}

/** Tells which rules have cases: every generated one, and of a team's own files the alerts that cases of the config are about. */
export function testedRules(config: Config): (source: SourcedRuleFile["source"], rule: TestedRule) => boolean {
  const tested = new Set(config.cases.map(({ source, alert }) => JSON.stringify([source, alert])));
  return (source, rule) => source.kind === "service" || tested.has(JSON.stringify([source, rule.alert]));
}

/** The groups of a file of a team's own; none when it cannot be read. */
function rawRuleGroups(file: RawRuleFile): TestedRuleFile {
  const read = ownRules(file);
  if (read.problem !== undefined) return { groups: [] };
  return {
    groups: read.value.groups.filter(isRecord).map((group) => ({
      ...group,
      name: String(group["name"]),
      rules: (Array.isArray(group["rules"]) ? group["rules"] : []).filter(isRule),
    })),
  };
}

function isRule(rule: unknown): rule is TestedRule {
  return isRecord(rule) && typeof rule["expr"] === "string";
}
