import { alertNames } from "@signalbox/contract";
import type { Urgency } from "../../config/index.ts";
import { targetsAbsent } from "../../queries/index.ts";
import { type Alert, type AlertScope, placeInWords } from "../alert.ts";
import { atEachPlace } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";

function absent(urgency: Urgency, scope: AlertScope): Alert {
  const { service } = scope.objectives;
  return {
    alert: alertNames.absent,
    urgency,
    expr: targetsAbsent(matchersOf(scope.config, scope.places)),
    for: "10m",
    labels: { ...scope.places[0]?.labels },
    annotations: (telling) => ({
      summary: `${service.name}${placeInWords(scope.config, telling)}: Prometheus knows no target`,
      description:
        "For 10 minutes Prometheus has had no target of this service here. It is not installed, has no pods, or its ServiceMonitor is not selected. Nothing is measured, so no other alert of the service can begin for what happens now.",
    }),
  };
}

/** Prometheus knows no target of a service in one place: nothing is scraped, so no other alert could begin. */
export const serviceAbsent: Symptom = {
  alert: alertNames.absent,
  alerts: (scope) => atEachPlace(scope, absent),
  runbook: {
    alert: alertNames.absent,
    meaning:
      "For 10 minutes Prometheus has had no target of the service in this place. Nothing is measured, so no other alert of it can begin for what happens now; those that look back over hours may go on.",
    look: [
      "Whether the service is meant to run here: is it installed, scaled to zero, moved?",
      "The ServiceMonitor: does it exist, does it have the labels that Prometheus selects, does its selector match the Service?",
      "The label `job`: it has to be the service's name, which the ServiceMonitor's `jobLabel` provides.",
    ],
    causes: [
      "The service is not installed here, is scaled to zero, or has moved to another namespace.",
      "The ServiceMonitor lacks the labels that Prometheus selects, or selects another Service.",
      "The label `job` has another value since the Service was renamed.",
    ],
    act: [
      "Install or repair what is missing.",
      "If the service is not meant to run here, take the environment out of the config, so that its rules go too.",
    ],
    ends: "It ends as soon as Prometheus knows a target, whether that target answers or not.",
  },
};
