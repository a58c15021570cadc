import type { BusinessAlert, Urgency } from "../../config/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import type { Applies } from "./symptom.ts";

/** The places in which the business is watched: those that page, because nobody orders in a rehearsal; all of them where none pages. */
export function businessScope(scope: AlertScope): AlertScope {
  const paging = scope.places.filter(({ pages }) => pages);
  return paging.length === 0 ? scope : { ...scope, places: paging };
}

/** The counters of a service that have an alert of a kind, with it. */
export function counterAlerts<K extends BusinessAlert["kind"]>(
  kind: K,
  { objectives }: AlertScope,
): readonly { readonly counter: string; readonly alert: Extract<BusinessAlert, { kind: K }> }[] {
  return objectives.symptoms.business.flatMap(({ counter, alert }) =>
    isOfKind(kind, alert) ? [{ counter, alert }] : [],
  );
}

/** The alert of a counter where its business is watched: a page if that was asked for and a place pages. */
export function businessAlert(
  page: boolean,
  scope: AlertScope,
  build: (urgency: Urgency, scope: AlertScope) => Alert,
): PlacedAlert {
  const where = businessScope(scope);
  const urgency = page && where.places.some(({ pages }) => pages) ? "page" : "ticket";
  return { alert: build(urgency, where), scope: where };
}

/** Whether a service has an alert of a kind about a counter. */
export function watches(kind: BusinessAlert["kind"]): Applies {
  return ({ symptoms }) => symptoms.business.some(({ alert }) => alert.kind === kind);
}

function isOfKind<K extends BusinessAlert["kind"]>(
  kind: K,
  alert: BusinessAlert,
): alert is Extract<BusinessAlert, { kind: K }> {
  return alert.kind === kind;
}
