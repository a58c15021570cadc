import { alertNames } from "@signalbox/contract";
import type { Urgency } from "../../config/index.ts";
import { targetsUp } from "../../queries/index.ts";
import { type Alert, type AlertScope, placeInWords } from "../alert.ts";
import { pagedWhereAsked } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";

function targetsDown(urgency: Urgency, scope: AlertScope): Alert {
  const { service } = scope.objectives;
  return {
    alert: alertNames.targetsDown,
    urgency,
    expr: `${targetsUp(matchersOf(scope.config, scope.places), scope.config.identity)} == 0`,
    for: "2m",
    keepFiringFor: "5m",
    labels: {},
    annotations: (telling) => ({
      summary: `${service.name}${placeInWords(scope.config, telling)}: no target answers`,
      description:
        "Prometheus knows targets of this service and none has answered a scrape for 2 minutes. The service is down, or its metrics port cannot be reached. Its indicators have no data meanwhile, so burn alerts cannot tell.",
    }),
  };
}

/** Every known target of a service fails to answer its scrape; silent where no target is known, see `ServiceAbsent`. */
export const serviceTargetsDown: Symptom = {
  alert: alertNames.targetsDown,
  alerts: (scope) => pagedWhereAsked(scope, targetsDown),
  runbook: {
    alert: alertNames.targetsDown,
    meaning: "Prometheus knows targets of the service, and none of them has answered a scrape for 2 minutes.",
    look: [
      "The pods: are they running and ready? `kubectl get pods` and the events of the namespace.",
      "The last error of the scrape on Prometheus's page of targets: refused, timed out, or a sample limit exceeded.",
      "Whether users still get answers: the metrics port can fail alone.",
    ],
    causes: [
      "The last release does not start, or crashes.",
      "A NetworkPolicy, or a port that was renamed, cuts Prometheus off while users are served.",
      "Every scrape is refused because it exceeds its sample limit.",
    ],
    act: [
      "If pods crash or do not start, take the last change back.",
      "If the metrics port cannot be reached, check NetworkPolicies and the port's name in the Service.",
      "If a scrape exceeds its limit, the error says so; a metric has too many series.",
    ],
    ends: "It ends when scrapes have been answered for 5 minutes. A pod that crashes again and again answers now and then: that is one page, not one for each crash.",
  },
};
