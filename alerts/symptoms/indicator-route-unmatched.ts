import { alertNames, indicatorLabel } from "@signalbox/contract";
import { unmatchedRoutes } from "../../queries/index.ts";
import { type Alert, type AlertScope, placeInWords } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Applies, Symptom } from "./symptom.ts";

function routeUnmatched(scope: AlertScope): Alert {
  const { service } = scope.objectives;
  const by = [...scope.config.identity, indicatorLabel];
  return {
    alert: alertNames.indicatorRouteUnmatched,
    urgency: "ticket",
    expr: `${unmatchedRoutes(matchersOf(scope.config, scope.places), by)} > 0`,
    for: "10m",
    labels: {},
    annotations: (telling) => ({
      summary: `${service.name} ${telling.label(indicatorLabel)}${placeInWords(scope.config, telling)}: routes that the router does not know: ${telling.valueInteger}`,
      description:
        "The indicator lists routes that match nothing in the running service, so requests to what was meant are not counted. Correct the routes in the service's definition; the service logs the names at its start.",
    }),
  };
}

/** Whether a service counts its own indicators and one of them lists routes. */
export const listsRoutes: Applies = ({ service }) =>
  service.http.indicatorSource === "events" &&
  Object.values(service.indicators).some(
    (indicator) => indicator.kind === "requests" && indicator.routes !== undefined,
  );

/** An indicator names a route that the service's router does not have, so its objective would be green for ever. */
export const indicatorRouteUnmatched: Symptom = {
  alert: alertNames.indicatorRouteUnmatched,
  alerts: (scope) => everywhere(scope, routeUnmatched),
  runbook: {
    alert: alertNames.indicatorRouteUnmatched,
    meaning:
      "An indicator lists routes, and the running service has no such route. Requests to what was meant are not counted, so the objective cannot fail.",
    look: [
      "The log of the service at its start names the routes and the indicator.",
      "The routes of the indicator in the service's definition, against those of the router: method, spelling, prefix of a nested router.",
    ],
    causes: [
      "A route was renamed or moved, and the definition was not.",
      "The route is mounted below a prefix.",
      "An old version still runs beside a new definition.",
    ],
    act: ["Correct the definition, or the router, and deploy."],
    ends: "It ends when no pod with the old definition is left.",
  },
};
