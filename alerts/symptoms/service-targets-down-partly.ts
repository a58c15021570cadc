import { alertNames } from "@signalbox/contract";
import { targetsDownRatio } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** From this share of the targets on it is told; below it one pod of many is being replaced somewhere nearly always. */
const shareRatio = 0.25;

function targetsDownPartly(scope: AlertScope): Alert {
  const down = targetsDownRatio(matchersOf(scope.config, scope.places), scope.config.identity);
  return ticket(scope, {
    alert: alertNames.targetsDownPartly,
    expr: `(${down} >= ${shareRatio}) < 1`,
    for: "15m",
    says: ({ valuePercentage }) => `${valuePercentage} of the targets do not answer`,
    description:
      "A quarter of the targets or more has not answered scrapes for 15 minutes, and some do. Those pods do not start or hang, or their metrics port cannot be reached. What they serve is not measured meanwhile.",
  });
}

/** A good part of a service's targets fails to answer, but not all of them; see `ServiceTargetsDown` for all. */
export const serviceTargetsDownPartly: Symptom = {
  alert: alertNames.targetsDownPartly,
  alerts: (scope) => everywhere(scope, targetsDownPartly),
  runbook: {
    alert: alertNames.targetsDownPartly,
    meaning:
      "A quarter of the targets or more has not answered scrapes for 15 minutes. Users are served by the others, which carry the load of those that are down. A rollout takes less than 15 minutes, so this is a state that nobody wants.",
    look: [
      "Which targets they are: Prometheus's page of targets, with the last error of each.",
      "What they have in common: a node, a zone, a version, an age.",
      "The pods: pending, crashing, not ready? `kubectl get pods` and the events of the namespace.",
    ],
    causes: [
      "A rollout that is stuck half-way.",
      "A node or a zone that is ill.",
      "Pods that run and whose metrics port cannot be reached.",
    ],
    act: [
      "If a rollout is stuck, take it back or let it go on.",
      "If a node or a zone is the cause, move the pods elsewhere.",
      "If the pods serve users and only the metrics port fails, look for a NetworkPolicy or an exhausted connection limit.",
    ],
    ends: "It ends when more than three quarters of the targets answer, or when none does and ServiceTargetsDown takes over.",
  },
};
