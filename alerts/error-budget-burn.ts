import { alertNames, indicatorLabel } from "@signalbox/contract";
import {
  type BurnLimit,
  budgetRatio,
  burnLimits,
  type Objective,
  objectiveBadInWords,
  type Urgency,
} from "../config/index.ts";
import { badEventCount, badMinuteCount, equals, type Matcher, recordedErrorRatio } from "../queries/index.ts";
import { type Alert, type AlertScope, placeInWords } from "./alert.ts";
import { burnPlot } from "./burn-plot.ts";
import { humanDuration, percentage, plain } from "./numbers.ts";
import { matchersOf } from "./places.ts";
import type { Runbook } from "./runbook.ts";
import { worstSentences } from "./worst-sentences.ts";

/** How an urgency speaks, and how long its alert outlasts a gap in the short window. */
const manners = {
  page: { keepFiringFor: "5m", advice: "Look at it now." },
  ticket: { keepFiringFor: undefined, advice: "Look at it within the working day." },
} as const;

/** One objective's budget burns too fast. The value is the error ratio of the first long window that is above its limit. */
export function errorBudgetBurn(objective: Objective, urgency: Urgency, scope: AlertScope): Alert {
  const { service } = scope.objectives;
  const { indicator, targetRatio, windowDays } = objective;
  const { keepFiringFor, advice } = manners[urgency];
  const limits = burnLimits(urgency, targetRatio, windowDays);
  const where = [equals(indicatorLabel, indicator), ...matchersOf(scope.config, scope.places)];
  const allowed = percentage(budgetRatio(targetRatio));
  const outageSeconds = windowDays * 86_400 * budgetRatio(targetRatio);
  return {
    alert: alertNames.errorBudgetBurn,
    urgency,
    expr: limits.map((limit) => burning(limit, objective, where)).join("\nor\n"),
    ...(keepFiringFor === undefined ? {} : { keepFiringFor }),
    labels: { [indicatorLabel]: indicator },
    plot: burnPlot(objective),
    ...(urgency === "ticket" ? { lookBack: "3d" } : { lookBack: "6h" }),
    annotations: (telling) => ({
      summary: `${service.name} ${indicator}${placeInWords(scope.config, telling)}: ${telling.valuePercentage} of ${objective.kind === "timeSlice" ? "minutes" : "events"} are bad, ${allowed} are allowed`,
      description:
        `Bad are ${objectiveBadInWords(service, objective)}. The error budget of ${windowDays} days burns too fast. ${advice} Limits: ${limits.map(inWords).join("; ")}. ` +
        `The ratio above is that of the first limit that is exceeded. If everything failed, the whole budget would last ${humanDuration(outageSeconds)}.` +
        (urgency === "page" ? worstSentences(indicator, scope, telling) : ""),
    }),
  };
}

function burning({ pair, thresholdRatio }: BurnLimit, objective: Objective, where: readonly Matcher[]): string {
  const count =
    objective.kind === "timeSlice"
      ? badMinuteCount(where, pair.long)
      : badEventCount(where, pair.long, pair.countStepMinutes);
  return [
    "(",
    `  ${recordedErrorRatio(pair.long, where)} > ${thresholdRatio}`,
    `  and ${recordedErrorRatio(pair.short, where)} > ${thresholdRatio}`,
    `  and ${count} > ${objective.minimumBadEvents - 0.5}`,
    ")",
  ].join("\n");
}

function inWords({ pair, factor, thresholdRatio }: BurnLimit): string {
  const burn = plain(Number(factor.toPrecision(4)));
  return `${percentage(thresholdRatio)} over ${pair.long} and ${pair.short} (burn rate ${burn})`;
}

/** What to do about {@link errorBudgetBurn}. */
export const errorBudgetBurnRunbook: Runbook = {
  alert: alertNames.errorBudgetBurn,
  meaning:
    "Users get errors, wait too long, or do not get what they came for: more events of an indicator are bad than its objective allows, for so long that a notable share of the error budget is gone. A page means that it burns fast and somebody has to look now, a ticket that it burns steadily.",
  look: [
    "The alert's description says what is bad for this objective. A page names the route, pod, version and dependency with the largest share of it.",
    "The board: the objective's row shows since when it burns; the route table shows which routes fail or are slow. Requests without an answer count as failed there; a 4xx that the objective counts stands in Answers by status.",
    "What changed at that moment: a deployment, a configuration, a dependency, the amount of traffic.",
    "The logs of the failing route. `error_type` says whether the server failed or clients left.",
  ],
  causes: [
    "A release of this service, or a change of its configuration.",
    "A dependency that fails or is slow.",
    "More load than the replicas can carry, or fewer replicas than before.",
    "One route that fails for one kind of request, since data or a client changed.",
  ],
  act: [
    "If a change was made shortly before, take it back first and search afterwards.",
    "If a dependency fails, switch it off or limit it where the service can do without.",
    "If load is the cause, add replicas or shed load with 503.",
  ],
  ends: "The page ends 5 minutes after its short windows (5 and 30 minutes) are good again, the ticket when its short windows (2 and 6 hours) are.",
};
