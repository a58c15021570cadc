import { alertNames, dependencyLabel } from "@signalbox/contract";
import { failedCallCount, failingCallRatio } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Applies, Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Above this share of failed calls most services notice; retries hide less. */
const limitRatio = 0.1;

/** With fewer failures than this one call could be a large share. */
const fewest = 5;

function failing(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const by = [...scope.config.identity, dependencyLabel];
  return ticket(scope, {
    alert: alertNames.dependencyFailing,
    expr: `${failingCallRatio(where, "10m", by)} > ${limitRatio}\nand ${failedCallCount(where, "10m", by)} > ${fewest - 0.5}`,
    for: "5m",
    about: (telling) => `calls to ${telling.label(dependencyLabel)}`,
    says: ({ valuePercentage }) => `${valuePercentage} of them fail`,
    description:
      "More than 10 % of the calls to this dependency, and at least 5, failed within 10 minutes: no answer, 5xx, 429, or given up after a long wait. If users notice, an objective burns too; this ticket says where it comes from.",
  });
}

/** Whether a service declares what it calls. */
export const hasDependencies: Applies = ({ service }) => Object.keys(service.dependencies).length > 0;

/** A service that this one calls fails to serve it. */
export const dependencyFailing: Symptom = {
  alert: alertNames.dependencyFailing,
  alerts: (scope) => everywhere(scope, failing),
  runbook: {
    alert: alertNames.dependencyFailing,
    meaning:
      "More than 10 % of the calls to a dependency, and at least 5, failed within 10 minutes. It is a ticket, because what users notice has an objective of its own; it answers whether it is us or them.",
    look: [
      "Which error it is: `http_client_request_duration_seconds_count` by `error_type` and status.",
      "Whether other callers of the dependency see it too, and what its own board says.",
      "Whether an objective of this service burns: does the service cope without it?",
    ],
    causes: [
      "A deployment or an outage of the dependency.",
      "A limit of the dependency that this service reaches: it answers 429.",
      "Time limits that are shorter than the dependency needs, or a network policy between the two.",
    ],
    act: [
      "Tell the team of the dependency, with the share and the time at which it began.",
      "Switch the dependency off where the service can do without.",
      "If calls time out, check that their time limit is shorter than that of the requests which wait for them.",
    ],
    ends: "It ends when fewer than 10 % of the calls of 10 minutes fail.",
  },
};
