import { alertNames, recordedSeries } from "@signalbox/contract";
import {
  clientErrorsPerSecond,
  hourlyClientErrorCount,
  hourlyClientErrorRatio,
  lastWeeksClientErrorRatio,
  selector,
} from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { RecordingRule } from "../rule-file.ts";
import { answerRule } from "./answers.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** How many times the share of the same hour of last week. */
const growth = 3;

/** A share of last week below this counts as this: three times nearly nothing is nearly nothing. */
const leastShare = 0.001;

/** Fewer of them than this say nothing about a share. */
const fewest = 50;

function trebled(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const now = selector(recordedSeries.clientErrorRatio, where);
  const lastWeek = selector(recordedSeries.clientErrorRatioLastWeek, where);
  return ticket(scope, {
    alert: alertNames.clientErrorsTrebled,
    expr: [
      `${now} > ${growth} * clamp_min(${lastWeek}, ${leastShare})`,
      `and ${hourlyClientErrorCount(where)} > ${fewest - 0.5}`,
    ].join("\n"),
    for: "15m",
    says: ({ valuePercentage }) => `${valuePercentage} of the answers are 4xx, three times as many as last week`,
    description:
      "The share of answers from 400 to 499 over an hour is more than three times that of the same hour one week before, with at least 50 of them. Such answers spend no error budget, because each may be its user's mistake. When there are suddenly more, something made users wrong: a client, a form, a token, a route that moved.",
  });
}

function records(scope: AlertScope): readonly RecordingRule[] {
  const where = matchersOf(scope.config, scope.places);
  const { http } = scope.objectives.service;
  return [
    answerRule(scope),
    { record: recordedSeries.clientErrors, expr: clientErrorsPerSecond(http, where, scope.config.identity) },
    { record: recordedSeries.clientErrorRatio, expr: hourlyClientErrorRatio(where) },
    { record: recordedSeries.clientErrorRatioLastWeek, expr: lastWeeksClientErrorRatio(where) },
  ];
}

/** Many more answers than last week tell users that they were wrong. */
export const clientErrorsTrebled: Symptom = {
  alert: alertNames.clientErrorsTrebled,
  alerts: (scope) => everywhere(scope, trebled),
  records,
  runbook: {
    alert: alertNames.clientErrorsTrebled,
    meaning:
      "The share of answers from 400 to 499 over an hour is more than three times that of the same hour one week before, and there are at least 50. 429, and 404 and 405 that no route matched, are not counted: limits and scanners cause them. No objective sees such answers, unless it lists their status. It needs a week of history, and is silent before.",
    look: [
      "Which route and which status, on the board: 401 and 403 are tokens, 404 a moved route, 400 and 422 a client that sends something else.",
      "What was released: the service, an app, a gateway, an identity provider.",
      "Whether it is one client, by the access log.",
    ],
    causes: [
      "A release of a client that sends something else, or calls a route that has moved.",
      "Tokens or keys that expired.",
      "A check that became stricter than what clients send.",
      "One script that tries the same thing again and again.",
    ],
    act: [
      "If a release made it, take that back.",
      "If a route of yours should not answer so, list its status in `alsoBad` of an indicator, so that its objective counts it.",
    ],
    ends: "It ends when the share of the hour is below three times that of last week.",
  },
};
