import { alertNames, ruleGroups } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { failedRuleEvaluations } from "../../queries/index.ts";
import { patchedRule } from "../alert-patches.ts";
import { runbookUrl } from "../links.ts";
import type { AlertingRule } from "../rule-file.ts";
import type { Runbook } from "../runbook.ts";

/** The label with which Prometheus tells rule groups apart: the path of the file, a semicolon, the name of the group. */
export const ruleGroupLabel = "rule_group";

/** Prometheus cannot evaluate a rule of ours, so its alert would be silent for ever. */
export function ruleEvaluationFailingRule(team: string, config: Config): AlertingRule {
  const groups = [
    ...config.services.flatMap(({ service: { name } }) => [
      ruleGroups.indicators(name),
      ruleGroups.objectives(name),
      ruleGroups.symptoms(name),
    ]),
    ruleGroups.platform,
  ];
  const runbook = runbookUrl(alertNames.ruleEvaluationFailing, config);
  const rule: AlertingRule = {
    alert: alertNames.ruleEvaluationFailing,
    expr: `${failedRuleEvaluations(groups, "5m", [ruleGroupLabel])} > 0`,
    for: "15m",
    labels: { severity: config.severity.ticket, team },
    annotations: {
      summary: `Prometheus cannot evaluate rules of {{ $labels.${ruleGroupLabel} }}: {{ $value | printf "%.0f" }} evaluations failed in 5 minutes`,
      description:
        "Rules of this group have failed for 15 minutes. An alert whose rule fails does not fire, whatever happens. Prometheus's page of rules shows the error.",
      ...(runbook === undefined ? {} : { runbook_url: runbook }),
    },
  };
  return patchedRule(rule, config);
}

/** What to do about {@link ruleEvaluationFailingRule}. */
export const ruleEvaluationFailingRunbook: Runbook = {
  alert: alertNames.ruleEvaluationFailing,
  meaning:
    "Prometheus has failed to evaluate rules of a group for 15 minutes. An alert whose rule fails does not fire, and a recorded series has gaps, so a service can be down without anybody being told.",
  look: [
    "The error beside the rule, on Prometheus's page of rules.",
    "`many-to-many matching`: two sources expose the same series, or the label `job` names two services.",
    "`query processing would load too many samples` or a timeout: a metric has grown far beyond what it was.",
  ],
  causes: [
    "Two scrapes that expose the same series.",
    "A metric that has grown far beyond what it was.",
    "Rules that were changed by hand on the server.",
  ],
  act: [
    "If the same series come from two scrapes, take one of the ServiceMonitors away.",
    "If a query is too large, find the metric that has grown, and cap its labels.",
    "If the rules were changed last, bring the former ones back.",
  ],
  ends: "It ends 5 minutes after the last failed evaluation.",
};
