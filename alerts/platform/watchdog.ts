import { alertNames } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { alwaysOne } from "../../queries/index.ts";
import { patchedRule } from "../alert-patches.ts";
import { runbookUrl } from "../links.ts";
import type { AlertingRule } from "../rule-file.ts";
import type { Runbook } from "../runbook.ts";

/** Always fires, so that a receiver outside can tell when alerts have stopped to come. Its severity is `none`, which tells nobody. */
export function watchdogRule(config: Config): AlertingRule {
  const runbook = runbookUrl(alertNames.watchdog, config);
  const rule: AlertingRule = {
    alert: alertNames.watchdog,
    expr: alwaysOne(),
    labels: { severity: "none" },
    annotations: {
      summary: "Alerts reach their receivers",
      description:
        "This alert always fires. Route it to a dead man's switch outside of this cluster, which tells somebody when it does not come any more: then Prometheus, Alertmanager or the way between them is broken, and no other alert comes either.",
      ...(runbook === undefined ? {} : { runbook_url: runbook }),
    },
  };
  return patchedRule(rule, config);
}

/** What to do when the dead man's switch misses the {@link watchdogRule}. */
export const watchdogRunbook: Runbook = {
  alert: alertNames.watchdog,
  meaning:
    "This alert fires as long as rules are evaluated and alerts are delivered, so nobody has to look at it while it fires. When a dead man's switch tells that it is missing, no alert of any service reaches anybody. An alert that is there only in trouble could not tell that.",
  look: [
    "Prometheus: does it run, and does its page of rules show the group without errors?",
    "Prometheus's list of Alertmanagers, and `prometheus_notifications_errors_total`.",
    "Alertmanager: does it run, has its configuration loaded, and does `alertmanager_notifications_failed_total` grow?",
  ],
  causes: [
    "Prometheus, Alertmanager or the way between them is down.",
    "A route or a silence swallows it.",
    "The receiver's address or secret has changed.",
  ],
  act: ["Bring back what is down.", "Watch the boards of the services yourself until the alert comes again."],
  ends: "It never ends by itself.",
};
