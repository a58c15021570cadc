import type { Config, ServiceObjectives } from "../config/index.ts";
import { alertPlot } from "./alert-panels.ts";
import type { AlertPlot } from "./alert-plot.ts";
import { objectiveAlerts, serviceScope } from "./service-alerts.ts";
import { symptomAlerts } from "./symptoms/symptoms.ts";

/** What the alerts of a service compare, one plot for each panel that they link to; for its board. */
export function alertPlots(objectives: ServiceObjectives, config: Config): readonly AlertPlot[] {
  const scope = serviceScope(objectives, config, config.environments);
  const plots = [...objectiveAlerts(scope), ...symptomAlerts(scope)].flatMap((placed) => alertPlot(placed) ?? []);
  return [...new Map(plots.map((plot) => [plot.key, plot])).values()];
}
