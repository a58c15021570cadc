import { alertNames } from "@signalbox/contract";
import { eventLoopUse } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Above this share of time, work waits longer for the loop than it takes: with random arrivals nine times as long (M/M/1: u / (1 - u)). */
const limitRatio = 0.9;

function saturated(scope: AlertScope): Alert {
  const use = eventLoopUse(matchersOf(scope.config, scope.places), "5m", scope.config.identity);
  return ticket(scope, {
    alert: alertNames.eventLoopSaturated,
    expr: `${use} > ${limitRatio}`,
    for: "15m",
    says: ({ valuePercentage }) => `the event loop of an instance is busy ${valuePercentage} of the time`,
    description:
      "For 15 minutes the event loop of an instance has had hardly a pause, so everything on it waits: requests, time limits, scrapes. Either there is more load than the instances can carry, or something computes on the loop.",
  });
}

/** The event loop of an instance has no room left. */
export const eventLoopSaturated: Symptom = {
  alert: alertNames.eventLoopSaturated,
  alerts: (scope) => everywhere(scope, saturated),
  runbook: {
    alert: alertNames.eventLoopSaturated,
    meaning:
      "The event loop of an instance was active for more than 90 % of the time, for 15 minutes. Work that comes then waits many times as long as it takes, and any peak is felt by users. CPU of the container need not be near its limit, because one loop uses one core.",
    look: [
      'Whether all instances are busy, or one: `rate(nodejs_eventloop_time_seconds_total{state="active"}[5m])` by instance.',
      "How long work waits: the quantiles of `nodejs_eventloop_delay_seconds`.",
      "What computes: a CPU profile of a busy instance. Large JSON, regular expressions, compression and synchronous file access are usual.",
    ],
    causes: [
      "More requests than the replicas can carry.",
      "One expensive piece of code: large JSON, a regular expression that backtracks, synchronous files or cryptography.",
      "Retries of clients after an outage.",
    ],
    act: [
      "If all are busy and requests have grown, add replicas.",
      "If one is busy, look for a client or a job that always reaches the same one.",
      "If something computes, move it to a worker thread or make it smaller.",
    ],
    ends: "It ends when the loops of all instances are free for 10 % of 5 minutes again.",
  },
};
