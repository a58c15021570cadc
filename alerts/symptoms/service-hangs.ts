import { alertNames } from "@signalbox/contract";
import type { Urgency } from "../../config/index.ts";
import {
  alwaysInFlight,
  leastInFlight,
  recordedAnswers,
  usualAnswerCount,
  usuallyInFlight,
  waitingRequests,
} from "../../queries/index.ts";
import { type Alert, type AlertScope, placeInWords } from "../alert.ts";
import { pagedWhereAsked } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { answerRule } from "./answers.ts";
import type { Applies, Symptom } from "./symptom.ts";

/** Fewer waiting requests than this wake nobody: a few streams may open while nothing else happens. */
const fewestWaiting = 5;
/** So many answers in 5 minutes make a service of which a silence of 5 minutes says something. */
const fewestUsual = 10;
/**
 * What is usual. A pool of connections that is full takes no more requests, so from then on only the comparison with what was usual
 * tells of the hang, for half of this time: after that, silence is what is usual.
 */
const usualWindow = "4h";

function hangs(urgency: Urgency, scope: AlertScope): Alert {
  const { service } = scope.objectives;
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  return {
    alert: alertNames.hangs,
    urgency,
    expr: [
      `${alwaysInFlight(service.http, where, "5m", by)} > 0`,
      `and ${recordedAnswers(where)} == 0`,
      "and (",
      `${waitingRequests(service.http, where, "5m", by)} > ${fewestWaiting - 0.5}`,
      `or ${leastInFlight(service.http, where, "5m", by)} > ${fewestWaiting - 0.5} >= 2 * ${usuallyInFlight(service.http, where, usualWindow, by)}`,
      `and ${usualAnswerCount(where, usualWindow)} > ${fewestUsual - 0.5}`,
      ")",
    ].join("\n"),
    for: "1m",
    keepFiringFor: "15m",
    labels: {},
    annotations: (telling) => ({
      summary: `${service.name}${placeInWords(scope.config, telling)}: no request is answered, and at least ${telling.valueInteger} wait all the time`,
      description:
        "For 5 minutes requests have been in flight all the time, and not one was answered. At least 5 more came, or twice as many wait as are usual. The processes run and answer scrapes. They wait for something that does not come: a connection pool that is exhausted, a lock, a dependency without a time limit.",
    }),
  };
}

/** Whether a service tells how many requests are in flight. */
export const tellsRequestsInFlight: Applies = ({ service }) => service.http.activeRequests !== undefined;

/** A service takes requests and answers none of them, though its processes run. */
export const serviceHangs: Symptom = {
  alert: alertNames.hangs,
  alerts: (scope) => pagedWhereAsked(scope, hangs),
  records: (scope) => [answerRule(scope)],
  runbook: {
    alert: alertNames.hangs,
    meaning:
      "For 5 minutes the service has answered no request, though requests were in flight all the time and at least 5 more came; or at least 5 and twice as many as usual were in flight all the time, in a service that was busy in half of the last 4 hours. Users wait until they give up. No status code tells of it, so error ratios can stay good until clients leave. A service that only serves streams can look like this when many clients connect at once: leave the alert out for it, with `without`. A health route that is answered and measured counts as an answer, so that the alert stays silent: list it in `internalRoutes` of the exporter; for metrics of others there is no such list.",
    look: [
      "The requests in flight and the calls to dependencies on the board: which dependency has calls that wait?",
      "The pools: connections to the database, sockets of an HTTP agent, worker threads.",
      "What the processes do: a CPU profile or a diagnostic report of one pod before it is restarted.",
    ],
    causes: [
      "A dependency that neither answers nor refuses, called without a time limit.",
      "A pool that is exhausted: connections to the database, sockets, worker threads.",
      "An event loop that is blocked, or two pieces of work that wait for each other.",
    ],
    act: [
      "If a dependency hangs, give its calls a time limit, or switch it off where the service can do without.",
      "Restart one pod and see whether it answers. If so, restart the others one after the other; keep one for the diagnosis.",
      "If it began with a deployment, take that back.",
    ],
    ends: "It ends 15 minutes after the first answer, or after a moment without any request in flight. A hang behind a full connection pool is known for 2 hours; then the silence has become usual, and the alert ends though the hang lasts.",
  },
};
