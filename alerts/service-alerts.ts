import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import type { AlertScope } from "./alert.ts";
import { errorBudgetBurn } from "./error-budget-burn.ts";
import type { PlacedAlert } from "./placed-alert.ts";
import { placesOf } from "./places.ts";

export type { PlacedAlert } from "./placed-alert.ts";

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

function paged(scope: AlertScope): AlertScope {
  return { ...scope, places: scope.places.filter(({ pages }) => pages) };
}
