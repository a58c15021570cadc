import { alertNames } from "@signalbox/contract";
import { budgetRatio, burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { burning, quiet } from "./burn-story.ts";
import { targetAt } from "./case-place.ts";
import { hasCounterOfBad, toldTogether } from "./told-together.ts";
import { type TrafficSegment, trafficSeries } from "./traffic.ts";

/** A story of so few events that their number decides. */
interface FewEvents {
  readonly sentence: string;
  readonly proves?: BehaviourCase["proves"];
  /** @param enough how many bad events are needed */
  readonly segments: (enough: number, objective: Objective) => readonly TrafficSegment[];
  /** When to look, and which alerts fire then. `afterBegin`: the long window of the first page began before the events did. */
  readonly told: (
    enough: number,
  ) => readonly { readonly atMinutes: number; readonly urgencies: readonly Urgency[]; readonly afterBegin?: boolean }[];
  /** Whether an objective has the pairs that the story is about. */
  readonly fits: (objective: Objective, pages: boolean) => boolean;
}

/**
 * What fires has one event more than is needed, because the rate of a counter that begins at 0 sees a part of its first events only.
 * Everything fails, so that each ratio is 1 or, after much good traffic, too small to matter.
 */
const stories: readonly FewEvents[] = [
  {
    sentence: "it stays silent while one bad event too few is all that came",
    proves: ["silentAtLowTraffic"],
    segments: (enough) => [quiet(10), bad(enough - 1), quiet(30)],
    told: (enough) => [9, 12, 15, 30].map((later) => ({ atMinutes: enough + later, urgencies: [] })),
    fits: () => true,
  },
  {
    sentence: "it is told of a few bad events, and goes on while only its longer windows see them",
    segments: (enough) => [quiet(10), bad(enough + 1), quiet(170)],
    told: (enough) => [
      { atMinutes: enough + 14, urgencies: ["page", "ticket"] },
      { atMinutes: enough + 28, urgencies: ["page", "ticket"] },
      { atMinutes: enough + 161, urgencies: ["ticket"] },
    ],
    fits: (objective, pages) => has(objective, "ticket", "6h") && (!pages || has(objective, "page", "30m")),
  },
  {
    sentence: "it is told of a few bad events within an hour, whatever was before",
    segments: (enough, objective) => [good(enough, objective), quiet(65), bad(enough - 1), quiet(37), bad(2), quiet(6)],
    told: (enough) => [
      { atMinutes: enough + 78, urgencies: [] },
      { atMinutes: enough + 116, urgencies: ["page"], afterBegin: true },
    ],
    fits: (objective, pages) => pages && has(objective, "page", "5m"),
  },
  {
    sentence: "it stays silent when a few bad events need more than an hour",
    segments: (enough, objective) => [good(enough, objective), quiet(5), bad(2), quiet(80), bad(enough - 1), quiet(6)],
    told: (enough) => [97, 99].map((later) => ({ atMinutes: enough + later, urgencies: [] })),
    fits: (objective, pages) => pages && has(objective, "page", "5m"),
  },
];

/** How many bad events a burn alert needs, in which window, and which of its pairs tell of them. */
export function fewEventsCases(scope: AlertScope): readonly BehaviourCase[] {
  const { service } = scope.objectives;
  const place = scope.places.find(({ pages }) => pages) ?? scope.places[0];
  if (place === undefined) return [];
  return toldTogether(scope).flatMap((group) => {
    const [first] = group;
    const objectives = group.filter(({ minimumBadEvents }) => minimumBadEvents === first.minimumBadEvents);
    const enough = first.minimumBadEvents;
    if (enough < 4) return [];
    return stories.flatMap(({ sentence, proves, segments, told, fits }): readonly BehaviourCase[] => {
      const concerned = objectives.filter((objective) => fits(objective, objective.page && place.pages));
      const [subject] = concerned;
      if (subject === undefined) return [];
      const urgency = subject.page && place.pages ? "page" : "ticket";
      const expectations = told(enough).map(({ atMinutes, urgencies, afterBegin = false }) => ({
        atMinutes,
        alerts: concerned.flatMap((objective) =>
          burning({ objective, scope }, place, urgencies, () =>
            // The rate over the hour in which a counter begins lacks a minute that the rate of all events has.
            afterBegin && hasCounterOfBad(objective, scope) ? 59 / 60 : 1,
          ),
        ),
      }));
      return [
        {
          name: `${service.name} ${subject.indicator} ${urgency}: ${sentence}.`,
          service: service.name,
          alert: alertNames.errorBudgetBurn,
          ruleLabels: alertingRule(errorBudgetBurn(subject, urgency, scope), scope).labels,
          behaviour: expectations.some(({ alerts }) => alerts.length > 0) ? "fires" : "silent",
          proves: proves ?? [],
          series: concerned.flatMap((objective) =>
            trafficSeries(service, objective.indicator, targetAt(scope.config, place), segments(enough, objective)),
          ),
          expectations,
        },
      ];
    });
  });
}

/** Whether an objective has the pair of an urgency with a short window. */
function has({ targetRatio, windowDays }: Objective, urgency: Urgency, short: string): boolean {
  return burnLimits(urgency, targetRatio, windowDays).some(({ pair }) => pair.short === short);
}

/** One bad event a minute and nothing else. */
function bad(minutes: number): TrafficSegment {
  return { minutes, goodPerMinute: 0, badPerMinute: 1 };
}

/** So much good traffic that a few bad events are no matter for any window that sees it. */
function good(enough: number, { targetRatio }: Objective): TrafficSegment {
  return { minutes: 10, goodPerMinute: (enough * 4) / budgetRatio(targetRatio), badPerMinute: 0 };
}
