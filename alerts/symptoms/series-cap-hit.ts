import { alertNames, metricLabel } from "@signalbox/contract";
import { overflowedUpdates } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

function capHit(scope: AlertScope): Alert {
  const updates = overflowedUpdates(matchersOf(scope.config, scope.places), "1h", scope.config.identity);
  return ticket(scope, {
    alert: alertNames.seriesCapHit,
    expr: `${updates} > 0`,
    about: (telling) => telling.label(metricLabel),
    says: ({ valueInteger }) =>
      `the metric has reached its cap of label sets, and ${valueInteger} updates of the last hour found no room`,
    description:
      "The metric had as many combinations of label values as it may have, and more came. They were counted in one series, of which every label is __overflow__. Totals stay right; by label the metric is wrong.",
  });
}

/** A metric has more combinations of label values than it may, so some of them are lost in its overflow series. */
export const seriesCapHit: Symptom = {
  alert: alertNames.seriesCapHit,
  alerts: (scope) => everywhere(scope, capHit),
  runbook: {
    alert: alertNames.seriesCapHit,
    meaning:
      "A metric reached the most label sets that it may have, within the last hour. Further ones are counted together in a series of which every label is `__overflow__`. Sums over the metric stay right. What is asked by its labels lacks the newcomers, which are often what an incident is about.",
    look: [
      "The metric is in the label `metric`; the log of the service names the cause at the first overflow.",
      "Which label has the many values, and whether they are what was meant: an id, a path or a text of an error never is.",
    ],
    causes: [
      "A label that takes values from outside: an id, a path, the text of an error.",
      "More honest values than the definition allows for.",
    ],
    act: [
      "If the label takes values from outside, map them to a few known ones.",
      "If so many values are wanted, raise `max` of the open label or `labelSetLimit` of the metric.",
      "Restart the pods afterwards: the label sets that a process holds stay until it ends.",
    ],
    ends: "It ends an hour after the last update that found no room.",
  },
};
