import { alertNames, metricLabel } from "@signalbox/contract";
import type { StoppedAlert } from "../../config/index.ts";
import { recordedExpectation, shareOfExpected } from "../../queries/index.ts";
import type { AlertScope } from "../alert.ts";
import { plain, windowSeconds } from "../numbers.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { businessRecords } from "./business-records.ts";
import { businessAlert, businessScope, counterAlerts } from "./business-scope.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Below this share of what is expected a counter has stopped. Holidays and ordinary bad days stay above it. */
const limitRatio = 0.1;

/** So many events must be expected within the window: with 10, none at all comes by chance once in 22,000 windows (e^-10, Poisson). */
const fewestExpected = 10;

function stopped(counter: string, { within, page }: StoppedAlert, all: AlertScope): PlacedAlert {
  return businessAlert(page, all, (urgency, scope) => {
    const where = matchersOf(scope.config, scope.places);
    const by = scope.config.identity;
    const leastRate = plain(Number((fewestExpected / windowSeconds(within)).toPrecision(4)));
    return {
      ...ticket(scope, {
        alert: alertNames.businessStopped,
        expr: [
          `${shareOfExpected(counter, where, within, by)} < ${limitRatio}`,
          `and on (${by.join(", ")}) ${recordedExpectation(counter, where)} > ${leastRate}`,
        ].join("\n"),
        for: "5m",
        labels: { [metricLabel]: counter },
        about: () => counter,
        says: ({ valuePercentage }) => `${valuePercentage} of what earlier weeks had at this hour`,
        description: `In ${within} this counter moved less than a tenth of what the same hours of earlier weeks let expect, for 5 minutes. Requests may all be answered well: what they were for does not happen.`,
      }),
      urgency,
    };
  });
}

/** A counter of the business has stopped, although it moves at this hour of the week. */
export const businessStopped: Symptom = {
  alert: alertNames.businessStopped,
  alerts: (scope) => counterAlerts("stopped", scope).map(({ counter, alert }) => stopped(counter, alert, scope)),
  records: (scope) =>
    counterAlerts("stopped", scope).flatMap(({ counter }) => businessRecords(counter, businessScope(scope))),
  runbook: {
    alert: alertNames.businessStopped,
    meaning:
      "A counter of the business moves less than a tenth of what the same hours of up to four earlier weeks let expect. The median of these weeks is taken, so that one holiday or outage among them does not count, and of the hour before and the hour after the lower one, so that a daily end of business is no alarm. It is not a test of how usual a value is: it asks only whether the counter stands still. It needs two weeks of history.",
    look: [
      "The counter on the board, with the same time of last week.",
      "Whether the requests that lead to it come, and how they are answered.",
      "What lies outside the service: a payment provider, a form of the web site, a campaign that ended, a public holiday.",
    ],
    causes: [
      "A release of the service, of an app or of a page on the way there broke a step that answers well and does nothing.",
      "A provider outside refuses or is slow: payment, login, delivery.",
      "The business rests: a holiday, a campaign that ended, a shop that closed.",
    ],
    act: [
      "Try it as a user would.",
      "If the last change of the service or of its clients touched the way there, take it back.",
      "If the business rests for a good reason, silence the alert until it goes on.",
    ],
    ends: "It ends when more than a tenth of what is expected comes, or when little is expected at this hour.",
  },
};
