import { durationQuantile, errorRatio, matchedRoutes, requestRate } from "../../queries/index.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { shownWindow } from "../house-style/question.ts";
import { table } from "../house-style/table.ts";
import { units } from "../house-style/units.ts";
import { allowedRatio, type BoardScope } from "../scope.ts";
import { availabilityObjective, latencyThresholdSeconds } from "../whole-service-objectives.ts";

/** Rate, errors and duration of every route over the shown time; red beyond what the objectives on all routes allow. */
export function routesPanel(scope: BoardScope): PanelDraft {
  const { family } = scope;
  const by = [family.labels.method, family.labels.route];
  const where = [...scope.where, matchedRoutes(family)];
  const objective = availabilityObjective(scope);
  return table({
    title: "By route",
    description:
      "Every route over the time that is shown, worst error ratio first; click a heading to sort. Red cells are beyond what the objectives on all routes allow. Requests that matched no route are left out.",
    unit: units.number,
    noValue: "No requests",
    labels: { [family.labels.method]: "Method", [family.labels.route]: "Route" },
    columns: [
      { name: "Rate", expression: requestRate(family, where, shownWindow, by), unit: units.requestsPerSecond },
      {
        name: "Error ratio",
        expression: errorRatio(family, where, shownWindow, by),
        unit: units.ratio,
        badFrom: objective === undefined ? undefined : allowedRatio(objective),
      },
      {
        name: "p95",
        expression: durationQuantile(family, 0.95, where, shownWindow, by),
        unit: units.seconds,
        badFrom: latencyThresholdSeconds(scope),
      },
    ],
    sortedBy: "Error ratio",
  });
}
