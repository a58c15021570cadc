import { type Matcher, selector } from "./selector.ts";

/** The alerts that fire, one series of value 1 for each. */
export function firingAlerts(where: readonly Matcher[]): string {
  return selector("ALERTS", [...where, { label: "alertstate", operator: "=", value: "firing" }]);
}
