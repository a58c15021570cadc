import { budgetRatio, burnLimits, type Objective } from "../../config/index.ts";
import type { Finding } from "../finding.ts";
import type { ArtefactRule } from "../rule.ts";

/** Later than this an alert at little traffic is no longer the alert that was meant, in minutes. */
const lateMinutes = { page: 10, ticket: 120 } as const;

/** With a smaller budget, as a multiple of the bad events that an alert needs, single requests decide. */
const leastBudgets = 4;

/** Targets that people use, from strict to lenient. */
const usualTargets = [0.9999, 0.9995, 0.999, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9];

/** A budget of so many requests can be managed. */
const comfortableBudget = 50;

/** The lowest hour of an objective has so little traffic that its alerts come late or its budget is a handful of requests. */
export const lowTraffic: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service, objectives }) =>
    objectives.flatMap((objective): readonly Finding[] => {
      const {
        expectedRequestsPerHour: requests,
        indicator,
        kind,
        minimumBadEvents,
        targetRatio,
        windowDays,
      } = objective;
      if (requests === undefined || kind === "timeSlice") return [];
      const urgency = objective.page ? "page" : "ticket";
      const minutes = outageMinutes(objective, urgency, requests);
      const budget = requests * 24 * windowDays * budgetRatio(targetRatio);
      const withPlenty = outageMinutes(objective, urgency, Number.POSITIVE_INFINITY) ?? 0;
      const isLate = minutes === undefined || minutes > Math.max(lateMinutes[urgency], withPlenty);
      if (!isLate && budget >= leastBudgets * minimumBadEvents) return [];
      const told = urgency === "page" ? "pages" : "makes a ticket";
      const outcome =
        minutes === undefined
          ? `a total outage never ${told}, because ${minimumBadEvents} requests do not come soon enough`
          : `a total outage ${told} after ${counted(minutes, "minute")}`;
      return [
        {
          rule: "low-traffic",
          severity: "warning",
          where: { artefact: `service ${service.name}`, item: `objectives.${indicator}` },
          message: `In your lowest hour, ${counted(requests, "request")}, ${outcome}; the budget of ${windowDays} days is ${counted(budget, "request")}.`,
          fix: `Use ${remedies(objective, requests).join(", ")}.`,
        },
      ];
    }),
  );

/** Minutes from the start of a total outage to the alert; undefined when its long windows never hold enough bad events. */
function outageMinutes(objective: Objective, urgency: "page" | "ticket", requestsPerHour: number): number | undefined {
  const { minimumBadEvents, targetRatio, windowDays } = objective;
  const enoughMinutes = (minimumBadEvents / requestsPerHour) * 60;
  const each = burnLimits(urgency, targetRatio, windowDays)
    .map(({ pair, thresholdRatio }) => ({ long: pair.longHours * 60, spent: pair.longHours * 60 * thresholdRatio }))
    .filter(({ long }) => enoughMinutes <= long)
    .map(({ spent }) => Math.max(enoughMinutes, spent));
  return each.length === 0 ? undefined : Math.min(...each);
}

function remedies({ targetRatio, windowDays }: Objective, requestsPerHour: number): readonly string[] {
  const lenient = usualTargets
    .filter((target) => target < targetRatio)
    .find((target) => requestsPerHour * 24 * windowDays * budgetRatio(target) >= comfortableBudget);
  return [
    "a probe that adds requests",
    ...(lenient === undefined ? [] : [`a target of ${Number((lenient * 100).toPrecision(6))} %`]),
    'or a time slice (kind: "timeSlice")',
  ];
}

function counted(amount: number, noun: string): string {
  const shown = amount >= 1 ? Math.round(amount) : Number(amount.toPrecision(1));
  return `${shown} ${noun}${shown === 1 ? "" : "s"}`;
}
