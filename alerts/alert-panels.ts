import { alertNames, metricLabel, panelKeys } from "@signalbox/contract";
import type { AlertPlot } from "./alert-plot.ts";
import { comparisonPlot } from "./comparison-plot.ts";
import type { PlacedAlert } from "./placed-alert.ts";

/** A panel that an alert links to. */
export interface AlertPanel {
  readonly key: string;
  readonly title: string;
}

/** Panels of the service's board that show an alert better than its comparison does, or that has none. */
const shownBy: Readonly<Record<string, AlertPanel>> = {
  [alertNames.targetsDown]: { key: panelKeys.instances, title: "Instances" },
  [alertNames.absent]: { key: panelKeys.instances, title: "Instances" },
  [alertNames.targetsDownPartly]: { key: panelKeys.instances, title: "Instances" },
  [alertNames.clientErrorsTrebled]: { key: panelKeys.statusMix, title: "Answers by status" },
  [alertNames.hangs]: { key: panelKeys.inFlight, title: "In flight" },
};

/** The panel that shows what an alert is about: its plot, else a panel of the board, else none. */
export function alertPanel(placed: PlacedAlert): AlertPanel | undefined {
  const plot = alertPlot(placed);
  if (plot !== undefined) return plot;
  const { alert, scope } = placed;
  const { service } = scope.objectives;
  const metric = alert.labels[metricLabel];
  if (metric !== undefined && Object.hasOwn(service.metrics, metric)) {
    return { key: panelKeys.metric(metric), title: metric };
  }
  const shown = Object.hasOwn(shownBy, alert.alert) ? shownBy[alert.alert] : undefined;
  return shown?.key === panelKeys.inFlight && service.http.activeRequests === undefined ? undefined : shown;
}

/** The plot of an alert: the one that it brings, else its comparison; none where a panel of the board shows it better. */
export function alertPlot(placed: PlacedAlert): AlertPlot | undefined {
  const { alert } = placed;
  if (alert.plot !== undefined) return alert.plot;
  return Object.hasOwn(shownBy, alert.alert) ? undefined : comparisonPlot(placed);
}
