import type { Urgency } from "../config/index.ts";
import type { Alert, AlertScope } from "./alert.ts";
import type { Place } from "./places.ts";

/** An alert together with the places that its expression selects. */
export interface PlacedAlert {
  readonly alert: Alert;
  readonly scope: AlertScope;
}

/** One alert for every place of the service, as a ticket. */
export function everywhere(scope: AlertScope, build: (scope: AlertScope) => Alert): readonly PlacedAlert[] {
  return [{ alert: build(scope), scope }];
}

/** A page for the places where an objective of the service may page, and a ticket for the others. */
export function pagedWhereAsked(
  scope: AlertScope,
  build: (urgency: Urgency, scope: AlertScope) => Alert,
): readonly PlacedAlert[] {
  return (["page", "ticket"] as const)
    .map((urgency) => ({
      urgency,
      part: { ...scope, places: scope.places.filter((place) => urgencyAt(place, scope) === urgency) },
    }))
    .filter(({ part }) => part.places.length > 0)
    .map(({ urgency, part }) => ({ alert: build(urgency, part), scope: part }));
}

/**
 * An alert for each place, a page where an objective of the service may page. Its identity is what the environment decides, because
 * a service that is absent has no other labels.
 */
export function atEachPlace(
  scope: AlertScope,
  build: (urgency: Urgency, here: AlertScope) => Alert,
): readonly PlacedAlert[] {
  return scope.places.map((place) => {
    const config = { ...scope.config, identity: Object.keys(place.labels) };
    const here = { ...scope, config, places: [place] };
    return { alert: build(urgencyAt(place, scope), here), scope: here };
  });
}

/** Whether alerts about the service itself page in a place: where the place pages and an objective of the service does. */
function urgencyAt({ pages }: Place, { objectives }: AlertScope): Urgency {
  return pages && objectives.objectives.some(({ page }) => page) ? "page" : "ticket";
}
