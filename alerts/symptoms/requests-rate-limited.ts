import { alertNames } from "@signalbox/contract";
import { rateLimitedCount, rateLimitedRatio } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { answerRule } from "./answers.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Above this share the limit meets more than a single client that misbehaves. */
const limitRatio = 0.05;

/** Fewer of them than this are one client's burst. */
const fewest = 50;

function rateLimited(scope: AlertScope): Alert {
  const { http } = scope.objectives.service;
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  return ticket(scope, {
    alert: alertNames.requestsRateLimited,
    expr: `${rateLimitedRatio(http, where, by)} > ${limitRatio}\nand ${rateLimitedCount(http, where, by)} > ${fewest - 0.5}`,
    for: "10m",
    says: ({ valuePercentage }) => `${valuePercentage} of the answers are 429, too many requests`,
    description:
      "For 10 minutes more than 5 % of the answers have been 429, at least 50 of them within 15 minutes. No objective counts them, because a limit is meant to refuse. So this is the only one to tell that users are refused.",
  });
}

/** The service refuses a good share of its requests because of its own limits. */
export const requestsRateLimited: Symptom = {
  alert: alertNames.requestsRateLimited,
  alerts: (scope) => everywhere(scope, rateLimited),
  records: (scope) => [answerRule(scope)],
  runbook: {
    alert: alertNames.requestsRateLimited,
    meaning:
      "For 10 minutes more than 5 % of the answers have been 429, at least 50 of them within 15 minutes. A refused request is intended, so it spends no error budget. If many are refused, either somebody misbehaves or the limit is too low for honest users.",
    look: [
      "Which routes answer 429, on the board.",
      "Who is refused: one client, or many? The access log knows.",
      "Whether the number of requests has grown with it.",
    ],
    causes: [
      "One client in a loop, or one that was never told of the limit.",
      "A limit that is lower than what honest users need at a peak.",
      "A proxy that makes many users look like one.",
    ],
    act: [
      "If it is one client, talk to its owner, or refuse it before it reaches the service.",
      "If honest users are refused, raise the limit, and the capacity behind it.",
    ],
    ends: "It ends when fewer than 5 % of the answers of 5 minutes are 429.",
  },
};
