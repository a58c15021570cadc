import { alertNames } from "@signalbox/contract";
import { burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import type { BehaviourCase, Expectation } from "./behaviour-case.ts";
import { burning, quiet } from "./burn-story.ts";
import { targetAt } from "./case-place.ts";
import type { Proof } from "./proofs.ts";
import { toldTogether } from "./told-together.ts";
import { type TrafficSegment, trafficSeries } from "./traffic.ts";

/** A story of so few events, all of them bad, that their number decides. */
interface FewEvents {
  readonly sentence: string;
  readonly proves: readonly Proof[];
  /** How many bad events come, one a minute. */
  readonly badEvents: (enough: number) => number;
  /** Minutes at which to look. */
  readonly looked: (enough: number) => readonly number[];
  readonly urgencies: readonly Urgency[];
  /** Whether an objective has the pairs that the story is about. */
  readonly fits: (objective: Objective, pages: boolean) => boolean;
}

/** Minutes without events before the first one and after the last. */
const [quietBefore, quietAfter] = [10, 20];

/** What fires has one event more than is needed, because the rate of a counter that begins at 0 sees a part of its first events only. */
const stories: readonly FewEvents[] = [
  {
    sentence: "it stays silent while one bad event too few is all that came",
    proves: ["silentAtLowTraffic"],
    badEvents: (enough) => enough - 1,
    looked: (enough) => [9, 12, 15, 28].map((later) => enough + later),
    urgencies: [],
    fits: () => true,
  },
  {
    sentence: "it is told of a few bad events",
    proves: [],
    badEvents: (enough) => enough + 1,
    looked: (enough) => [14, 28].map((later) => enough + later),
    urgencies: ["page", "ticket"],
    fits: (objective, pages) => has(objective, "ticket", "6h") && (!pages || has(objective, "page", "30m")),
  },
];

/** How many bad events a burn alert needs, from the counters on. */
export function fewEventsCases(scope: AlertScope): readonly BehaviourCase[] {
  const { service } = scope.objectives;
  const place = scope.places.find(({ pages }) => pages) ?? scope.places[0];
  if (place === undefined) return [];
  return toldTogether(scope).flatMap((group) => {
    const [first] = group;
    const objectives = group.filter(({ minimumBadEvents }) => minimumBadEvents === first.minimumBadEvents);
    const enough = first.minimumBadEvents;
    if (enough < 4) return [];
    return stories.flatMap(({ sentence, proves, badEvents, looked, urgencies, fits }): readonly BehaviourCase[] => {
      const concerned = objectives.filter((objective) => fits(objective, objective.page && place.pages));
      const [subject] = concerned;
      if (subject === undefined) return [];
      const urgency = subject.page && place.pages ? "page" : "ticket";
      const bad: TrafficSegment = { minutes: badEvents(enough), goodPerMinute: 0, badPerMinute: 1 };
      const alerts = concerned.flatMap((objective) => burning({ objective, scope }, place, urgencies, () => 1));
      const expectations: readonly Expectation[] = looked(enough).map((atMinutes) => ({ atMinutes, alerts }));
      return [
        {
          name: `${service.name} ${subject.indicator} ${urgency}: ${sentence}.`,
          service: service.name,
          alert: alertNames.errorBudgetBurn,
          ruleLabels: alertingRule(errorBudgetBurn(subject, urgency, scope), scope).labels,
          behaviour: alerts.length > 0 ? "fires" : "silent",
          proves,
          series: concerned.flatMap(({ indicator }) =>
            trafficSeries(service, indicator, targetAt(scope.config, place), [
              quiet(quietBefore),
              bad,
              quiet(quietAfter),
            ]),
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
