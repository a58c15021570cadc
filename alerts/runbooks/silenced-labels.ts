import {
  alertNames,
  dependencyLabel,
  dependencyNames,
  indicatorLabel,
  type Service,
  workLabel,
} from "@signalbox/contract";
import type { PlacedAlert } from "../placed-alert.ts";

/** The labels by which an alert is silenced, and nothing else with it. */
export type SilencedLabels = Readonly<Record<string, string>>;

/** Among more lines than this nobody finds the right one at night, and a placeholder is shorter. */
const mostLines = 12;

/** The label that each series of an alert brings itself, and its values. Other alerts have theirs in their rules. */
const ofSeries: Readonly<
  Record<string, { readonly label: string; readonly values: (service: Service) => readonly string[] }>
> = {
  [alertNames.dependencyFailing]: {
    label: dependencyLabel,
    values: ({ dependencies }) => dependencyNames(dependencies),
  },
  [alertNames.workFailing]: { label: workLabel, values: ({ work }) => Object.keys(work) },
  [alertNames.indicatorRouteUnmatched]: {
    label: indicatorLabel,
    values: ({ indicators }) =>
      Object.entries(indicators).flatMap(([name, indicator]) =>
        indicator.kind === "requests" && indicator.routes !== undefined ? [name] : [],
      ),
  },
};

/**
 * What silences the alerts of one name of a service: for each place, a set of labels for each objective, counter, kind of
 * work or dependency. Where these are too many, `<label>` stands for the values of a label.
 */
export function silencedLabels(
  alertname: string,
  service: Service,
  alerts: readonly PlacedAlert[],
): readonly SilencedLabels[] {
  const isAt = (place: SilencedLabels) => (one: PlacedAlert) =>
    one.scope.places.some(({ labels }) => textOf(labels) === textOf(place));
  const lines = distinct(alerts.flatMap(({ scope }) => scope.places.map(({ labels }) => labels))).flatMap((place) =>
    distinct(alerts.filter(isAt(place)).flatMap(({ alert }) => ownLabels(alertname, service, alert.labels))).map(
      (own) => ({ place, own: Object.entries(own).filter(([label]) => !Object.hasOwn(place, label)) }),
    ),
  );
  const isShort = lines.length <= mostLines;
  return distinct(
    lines.map(({ place, own }): SilencedLabels => {
      const told = own.map(([label, value]) => [label, isShort ? value : `<${label}>`]);
      return { alertname, ...place, ...Object.fromEntries(told) };
    }),
  );
}

/** The labels of an alert's rule, with what its series bring. */
function ownLabels(alertname: string, service: Service, labels: SilencedLabels): readonly SilencedLabels[] {
  const brought = Object.hasOwn(ofSeries, alertname) ? ofSeries[alertname] : undefined;
  return brought === undefined
    ? [labels]
    : brought.values(service).map((value) => ({ ...labels, [brought.label]: value }));
}

function distinct(sets: readonly SilencedLabels[]): readonly SilencedLabels[] {
  return [...new Map(sets.map((labels) => [textOf(labels), labels])).values()];
}

function textOf(labels: SilencedLabels): string {
  return JSON.stringify(labels);
}
