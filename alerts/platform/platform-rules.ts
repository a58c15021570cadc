import { ruleGroups } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import type { RuleFile } from "../rule-file.ts";
import type { Runbook } from "../runbook.ts";
import { ruleEvaluationFailingRule, ruleEvaluationFailingRunbook } from "./rule-evaluation-failing.ts";
import { watchdogRule, watchdogRunbook } from "./watchdog.ts";

/**
 * The rules about Prometheus itself, once for a config; undefined where its profile has no `platformAlerts`, because
 * kube-prometheus-stack has such alerts of its own.
 */
export function platformRules(config: Config): RuleFile | undefined {
  const { platformAlerts } = config.prometheus;
  if (platformAlerts === undefined) return undefined;
  const rules = [watchdogRule(config), ruleEvaluationFailingRule(platformAlerts.team, config)];
  return { groups: [{ name: ruleGroups.platform, interval: "1m", rules }] };
}

/** What to do about each of these alerts. */
export const platformRunbooks: readonly Runbook[] = [watchdogRunbook, ruleEvaluationFailingRunbook];
