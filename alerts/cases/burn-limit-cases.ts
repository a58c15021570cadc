import { alertNames, indicatorLabel, recordedSeries } from "@signalbox/contract";
import { type BurnLimit, burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import type { Place } from "../places.ts";
import { type BehaviourCase, type GaugeSegment, historyMinutes, type InputSeries } from "./behaviour-case.ts";
import { burning } from "./burn-story.ts";
import { identityAt } from "./case-place.ts";

/** What a pair of windows sees, in shares of its limits; of bad events, those before the long window too. */
interface Seen {
  readonly long: number;
  readonly short: number;
  readonly badEvents: number;
  readonly badEventsBefore?: number;
}

interface LimitStory {
  readonly sentence: (limit: BurnLimit) => string;
  readonly fires: boolean;
  readonly seen: Seen;
}

/** Just above and just below mean a quarter; what must not matter is far above. */
const [above, below, farAbove] = [1.25, 0.75, 4];

const stories: readonly LimitStory[] = [
  {
    sentence: ({ pair }) =>
      `it fires just above the limit of ${pair.long} and ${pair.short} with just enough bad events`,
    fires: true,
    seen: { long: above, short: above, badEvents: above },
  },
  {
    sentence: ({ pair }) => `it stays silent while ${pair.long} is just below its limit`,
    fires: false,
    seen: { long: below, short: farAbove, badEvents: farAbove },
  },
  {
    sentence: ({ pair }) => `it stays silent while ${pair.short} is just below the limit of ${pair.long}`,
    fires: false,
    seen: { long: farAbove, short: below, badEvents: farAbove },
  },
  {
    sentence: ({ pair }) => `it stays silent while ${pair.long} has too few bad events, whatever was before`,
    fires: false,
    seen: { long: farAbove, short: farAbove, badEvents: below, badEventsBefore: farAbove },
  },
];

/**
 * Every pair of windows of a burn alert alone, from numbers as they would be recorded: each of its three conditions decides once, and
 * the pair speaks for every place. Objectives that count minutes are left out, because their ratios follow from the same series as their count.
 */
export function burnLimitCases(scope: AlertScope): readonly BehaviourCase[] {
  return scope.objectives.objectives
    .filter(({ kind }) => kind === "events")
    .flatMap((objective) =>
      (["page", "ticket"] as const).flatMap((urgency) => {
        const told = scope.places.some(({ pages }) => pages || urgency === "ticket");
        if (!told || (urgency === "page" && !objective.page)) return [];
        const limits = burnLimits(urgency, objective.targetRatio, objective.windowDays);
        return limits.flatMap((limit) => stories.map((story) => limitCase(story, limit, objective, urgency, scope)));
      }),
    );
}

function limitCase(
  { sentence, fires, seen }: LimitStory,
  limit: BurnLimit,
  objective: Objective,
  urgency: Urgency,
  scope: AlertScope,
): BehaviourCase {
  const { service } = scope.objectives;
  const atMinutes = historyMinutes(scope.objectives);
  const value = ratioOf(seen.long, limit);
  return {
    name: `${service.name} ${objective.indicator} ${urgency}: ${sentence(limit)}.`,
    service: service.name,
    alert: alertNames.errorBudgetBurn,
    ruleLabels: alertingRule(errorBudgetBurn(objective, urgency, scope), scope).labels,
    behaviour: fires ? "fires" : "silent",
    proves: [],
    pace: "history",
    series: scope.places.flatMap((place) => seriesOf(seen, limit, objective, place, scope)),
    expectations: [
      {
        atMinutes,
        alerts: fires
          ? scope.places.flatMap((place) =>
              burning({ objective, scope }, place, [urgency], (witness) => (witness === objective ? value : undefined)),
            )
          : [],
      },
    ],
  };
}

function seriesOf(
  { long, short, badEvents, badEventsBefore = 0 }: Seen,
  limit: BurnLimit,
  { indicator, minimumBadEvents }: Objective,
  place: Place,
  { config, objectives }: AlertScope,
): readonly InputSeries[] {
  const end = historyMinutes(objectives);
  const labels = { ...identityAt(config, place), [indicatorLabel]: indicator };
  const gauge = (metric: string, segments: readonly GaugeSegment[]): InputSeries => ({
    metric,
    labels,
    kind: "gauge",
    segments,
  });
  const ratio = (window: BurnLimit["pair"]["long"], share: number): InputSeries =>
    gauge(recordedSeries.errorRatio(window), [
      { minutes: end, value: undefined },
      { minutes: 5, value: ratioOf(share, limit) },
    ]);
  const longMinutes = limit.pair.longHours * 60;
  /** A sample of so many bad events, seen for 5 minutes. */
  const bad = (share: number): GaugeSegment => ({ minutes: 5, value: (share * (minimumBadEvents - 0.5)) / 300 });
  // Half of them in each half of the long window, and one of both not on a multiple of ten minutes.
  const [before, early, late] = [1.5, 0.75, 0.25].map((windows) => end - windows * longMinutes);
  return [
    ratio(limit.pair.long, long),
    ratio(limit.pair.short, short),
    gauge(
      recordedSeries.badEvents,
      placed([
        [before, bad(badEventsBefore)],
        [early, bad(badEvents / 2)],
        [(late ?? end) - 5, bad(badEvents / 2)],
      ]),
    ),
  ];
}

/** Segments with nothing before and between them. */
function placed(at: readonly (readonly [number | undefined, GaugeSegment])[]): readonly GaugeSegment[] {
  let minute = 0;
  return at.flatMap(([start = 0, segment]) => {
    const gap = start - minute;
    minute = start + segment.minutes;
    return [{ minutes: gap, value: undefined }, segment];
  });
}

/** An error ratio in shares of a limit; never more than everything. */
function ratioOf(share: number, { thresholdRatio }: BurnLimit): number {
  const ratio = Math.min(share * thresholdRatio, share > 1 ? (1 + thresholdRatio) / 2 : 1);
  return Number(ratio.toPrecision(6));
}
