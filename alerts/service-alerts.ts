import type { Config, Environment, ServiceObjectives, Urgency } from "../config/index.ts";
import type { Alert, AlertScope } from "./alert.ts";
import { errorBudgetBurn } from "./error-budget-burn.ts";
import { indicatorRouteUnmatched, listsRoutes } from "./indicator-route-unmatched.ts";
import { type Place, placesOf } from "./places.ts";
import { serviceAbsent } from "./service-absent.ts";
import { serviceTargetsDown } from "./service-targets-down.ts";

/** An alert together with the places that its expression selects. */
export interface PlacedAlert {
  readonly alert: Alert;
  readonly scope: AlertScope;
}

/** Every place of a service, which its recording rules cover. */
export function serviceScope(
  objectives: ServiceObjectives,
  config: Config,
  environments: readonly Environment[],
): AlertScope {
  return { objectives, config, places: placesOf(objectives.service, config, environments) };
}

/** The burn alerts of every objective: a page where objective and place page, a ticket everywhere. */
export function objectiveAlerts(scope: AlertScope): readonly PlacedAlert[] {
  const paging = paged(scope);
  return scope.objectives.objectives.flatMap((objective) => [
    ...(objective.page && paging.places.length > 0
      ? [{ alert: errorBudgetBurn(objective, "page", paging), scope: paging }]
      : []),
    { alert: errorBudgetBurn(objective, "ticket", scope), scope },
  ]);
}

/** The alerts about the service itself. They page where an objective of the service may, and are tickets elsewhere. */
export function symptomAlerts(scope: AlertScope): readonly PlacedAlert[] {
  const someObjectivePages = scope.objectives.objectives.some(({ page }) => page);
  const urgencyOf = ({ pages }: { readonly pages: boolean }): Urgency =>
    pages && someObjectivePages ? "page" : "ticket";
  const byUrgency = (["page", "ticket"] as const).map((urgency) => ({
    urgency,
    scope: { ...scope, places: scope.places.filter((place) => urgencyOf(place) === urgency) },
  }));
  return [
    ...byUrgency
      .filter((part) => part.scope.places.length > 0)
      .map((part) => ({ alert: serviceTargetsDown(part.urgency, part.scope), scope: part.scope })),
    ...scope.places.map((place) => {
      const here = onlyAt(place, scope);
      return { alert: serviceAbsent(urgencyOf(place), here), scope: here };
    }),
    ...(listsRoutes(scope.objectives) ? [{ alert: indicatorRouteUnmatched(scope), scope }] : []),
  ];
}

function paged(scope: AlertScope): AlertScope {
  return { ...scope, places: scope.places.filter(({ pages }) => pages) };
}

/** One place by the labels that its environment decides: an absent service has no others. */
function onlyAt(place: Place, scope: AlertScope): AlertScope {
  return { ...scope, config: { ...scope.config, identity: Object.keys(place.labels) }, places: [place] };
}
