import { alertNames, sampleLimit } from "@signalbox/contract";
import { largestScrape } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { plain } from "../numbers.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** The share of the sample limit above which it is told: early enough to act before a scrape is dropped. */
const shareOfLimit = 0.8;

function limitNear(scope: AlertScope): Alert {
  const limit = sampleLimit(scope.objectives.service);
  const near = plain(limit * shareOfLimit);
  const samples = largestScrape(matchersOf(scope.config, scope.places), scope.config.identity);
  return ticket(scope, {
    alert: alertNames.expositionLimitNear,
    expr: `${samples} > ${near}`,
    for: "15m",
    says: ({ valueInteger }) => `a scrape has ${valueInteger} samples, ${limit} are allowed`,
    description:
      "A target exposes more than 80 % of the samples that its ServiceMonitor allows. One sample beyond the limit and Prometheus drops the whole scrape: the target counts as down, and nothing of it is measured.",
  });
}

/** A scrape is about to exceed the sample limit of the ServiceMonitor. */
export const expositionLimitNear: Symptom = {
  alert: alertNames.expositionLimitNear,
  alerts: (scope) => everywhere(scope, limitNear),
  runbook: {
    alert: alertNames.expositionLimitNear,
    meaning:
      "A target of the service exposes more than 80 % of the samples that its ServiceMonitor allows. Beyond the limit Prometheus drops the whole scrape, and the service goes dark at once, usually in the middle of an incident. The limit is computed from the definition, so something is exposed that the definition does not know of, or more of it than it allows for.",
    look: [
      "Which metric has the most series: the last query below names ten.",
      "Which label of it has the most values.",
      "Registries of other libraries that were added to the exposition.",
    ],
    causes: [
      "A label that takes values from outside, such as a path or an id.",
      "Metrics of a library that the definition does not know of.",
      "A release that counts something by one label more.",
    ],
    act: [
      "Take the label with the many values away, or declare it as `open({ max })`, which caps it.",
      "If all of it is wanted, declare it, so that the limit is computed with it, and generate the ServiceMonitor again.",
    ],
    ends: "It ends when every scrape is below 80 % of the limit.",
  },
};
