import { panelKeys } from "@signalbox/contract";
import { type Matcher, selector } from "../queries/index.ts";
import type { Alert, Telling } from "./alert.ts";
import type { AlertPlot } from "./alert-plot.ts";
import { comparisonOf } from "./comparison.ts";
import type { PlacedAlert } from "./placed-alert.ts";
import { matchersOf } from "./places.ts";

/**
 * The plot of an alert that compares values with one number: the values, with the number as a line. Undefined for other alerts.
 * They are asked for what the board's reader chose in place of the alert's own places.
 */
export function comparisonPlot({ alert, scope }: PlacedAlert): AlertPlot | undefined {
  const compared = comparisonOf(alert.expr);
  const fixed = inside(matchersOf(scope.config, scope.places));
  if (compared === undefined || !compared.signals.every((signal) => signal.includes(fixed))) return undefined;
  const { summary, description } = alert.annotations(marking);
  const also = compared.isPart ? ", if its other conditions hold" : "";
  return {
    about: "service",
    key: plotKey(alert),
    title: [alert.alert, ...tellingLabels(alert)].join(": "),
    description: `${description} The dashed line is the limit from which the alert holds${also}.`,
    unit: summary.includes(share) ? "ratio" : "number",
    lines: (where) => compared.signals.map((signal) => ({ expression: signal.replaceAll(fixed, inside(where)) })),
    limit: compared.limit,
  };
}

/** Key of the panel that {@link comparisonPlot} becomes. */
function plotKey(alert: Alert): string {
  return panelKeys.alert(alert.alert, ...tellingLabels(alert));
}

/** The labels that tell rules of one name apart. */
function tellingLabels({ labels }: Alert): readonly string[] {
  return Object.keys(labels)
    .sort()
    .map((label) => labels[label] ?? "");
}

const share = "the share";
const marking: Telling = {
  label: (name) => `this ${name}`,
  valuePercentage: share,
  valueInteger: "the number",
  valueDuration: "the time",
  asked: () => "",
};

function inside(where: readonly Matcher[]): string {
  return selector("", where).slice(1, -1);
}
