import { alertNames, metricLabel } from "@signalbox/contract";
import type { ThresholdAlert } from "../../config/index.ts";
import { eventsWithin } from "../../queries/index.ts";
import type { AlertScope } from "../alert.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { businessAlert, counterAlerts } from "./business-scope.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

function beyondLimits(counter: string, limits: ThresholdAlert, all: AlertScope): PlacedAlert {
  const { atLeast, atMost, within, page } = limits;
  return businessAlert(page, all, (urgency, scope) => {
    const events = eventsWithin(counter, matchersOf(scope.config, scope.places), within, scope.config.identity);
    const conditions = [
      ...(atLeast === undefined ? [] : [`(${events}) < ${atLeast}`]),
      ...(atMost === undefined ? [] : [`(${events}) > ${atMost}`]),
    ];
    return {
      ...ticket(scope, {
        alert: alertNames.businessThreshold,
        expr: conditions.join("\nor\n"),
        labels: { [metricLabel]: counter },
        about: () => counter,
        says: ({ valueInteger }) => `${valueInteger} events in ${within}, ${limitsInWords(limits)}`,
        description: `The events of this counter within ${within} are beyond the limits that its objectives set for every hour of the day: ${limitsInWords(limits)}.`,
      }),
      urgency,
    };
  });
}

function limitsInWords({ atLeast, atMost }: ThresholdAlert): string {
  const words = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return `${words.join(" and ")} are asked for`;
}

/** A counter of the business has fewer or more events than it may. */
export const businessThreshold: Symptom = {
  alert: alertNames.businessThreshold,
  alerts: (scope) => counterAlerts("threshold", scope).map(({ counter, alert }) => beyondLimits(counter, alert, scope)),
  runbook: {
    alert: alertNames.businessThreshold,
    meaning:
      "A counter of the business has had fewer or more events within its window than its objectives allow. The limits are plain numbers that the team set, because it knows what the business needs at any hour; they do not learn.",
    look: [
      "The counter on the board: since when, and by which of its labels.",
      "Whether the requests that lead to it come, and how they are answered.",
    ],
    causes: [
      "The way there is broken, though every request is answered well.",
      "An event that nobody told the team of: a campaign, a bulk import, a test against production.",
      "The limit is older than the business.",
    ],
    act: [
      "Try it as a user would.",
      "If the number is right and the limit is not, change the limit in the objectives.",
    ],
    ends: "It ends when the events of the window are within the limits again.",
  },
};
