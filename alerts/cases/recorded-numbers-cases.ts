import { alertNames, indicatorLabel, type RatioWindow, recordedSeries } from "@signalbox/contract";
import { budgetRatio, type Objective } from "../../config/index.ts";
import { equals, selector } from "../../queries/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import { indicatorRules } from "../indicator-rules.ts";
import type { Place } from "../places.ts";
import type { BehaviourCase, InputSeries, RecordedExpectation } from "./behaviour-case.ts";
import { identityAt, namesakeOf, targetAt } from "./case-place.ts";
import { toldTogether } from "./told-together.ts";
import { type TrafficSegment, trafficSeries } from "./traffic.ts";

/** Shares of bad events over seven hours; each window of up to twelve hours sees another mean. */
const stretches: readonly { readonly minutes: number; readonly share: number }[] = [
  { minutes: 60, share: 0.3 },
  { minutes: 180, share: 0.002 },
  { minutes: 60, share: 0.01 },
  { minutes: 60, share: 0.03 },
  { minutes: 30, share: 0.06 },
  { minutes: 15, share: 0.12 },
  { minutes: 10, share: 0.25 },
  { minutes: 5, share: 0.7 },
];
const endMinutes = stretches.reduce((sum, { minutes }) => sum + minutes, 0);
/** What is spent of the budget at the end. */
const spentRatio = 0.5;
const idleMinutes = 200;
/** Events a minute of each of two pods. */
const perMinute = [90, 30] as const;
/** How far a recorded number may be from the share of the events: rates are means of 5 minutes, and sums of them lag. */
const tolerance = 0.2;

const windowMinutes: Readonly<Record<RatioWindow, number>> = {
  "5m": 5,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "6h": 360,
  "1d": 1440,
  "3d": 4320,
};

/**
 * What the rules of objectives record while their traffic gets worse, in one place and in no other: the shares of every window, 0
 * where nothing was bad, nothing where nobody called, and nothing of neighbours and namesakes.
 */
export function recordedNumbersCases(scope: AlertScope): readonly BehaviourCase[] {
  const { service } = scope.objectives;
  return toldTogether(scope).flatMap((group) => {
    const told = group.filter((objective) => stretches.every(({ share }) => share * scaleOf(objective) < 1));
    const [first] = told;
    if (first === undefined) return [];
    return [
      {
        name: `${service.name} ${first.indicator} ticket: what is recorded follows the events of every window.`,
        service: service.name,
        alert: alertNames.errorBudgetBurn,
        ruleLabels: alertingRule(errorBudgetBurn(first, "ticket", scope), scope).labels,
        behaviour: "silent" as const,
        series: told.flatMap((objective) => seriesOf(objective, scope)),
        expectations: [],
        recorded: told.flatMap((objective) => recordedOf(objective, scope)),
      },
    ];
  });
}

/** By what a share of {@link stretches} is multiplied, so that {@link spentRatio} of an objective's budget is spent. */
function scaleOf({ targetRatio }: Objective): number {
  return (budgetRatio(targetRatio) * spentRatio) / meanShare(endMinutes);
}

/** Two pods in the first place, a place that is idle at first and then has good events only, and others with as bad a time. */
function seriesOf(
  objective: Objective,
  { config, places, objectives: { service } }: AlertScope,
): readonly InputSeries[] {
  const [place, idle] = places;
  if (place === undefined) return [];
  const scale = scaleOf(objective);
  const seriesAt = (at: Place, segments: readonly TrafficSegment[], instance?: string): readonly InputSeries[] =>
    trafficSeries(service, objective.indicator, targetAt(config, at, instance), segments);
  const worse = (events: number): readonly TrafficSegment[] =>
    stretches.map(({ minutes, share }) => ({
      minutes,
      goodPerMinute: events * (1 - share * scale),
      badPerMinute: events * share * scale,
    }));
  const later = [
    { minutes: idleMinutes, goodPerMinute: 0, badPerMinute: 0 },
    { minutes: endMinutes - idleMinutes, goodPerMinute: 20, badPerMinute: 0 },
  ];
  const neighbour = { ...place, labels: { ...place.labels, job: `${service.name}-neighbour` } };
  const namesake = namesakeOf(place);
  return [
    ...perMinute.flatMap((events, index) => seriesAt(place, worse(events), `10.0.0.${index + 1}:9464`)),
    ...[neighbour, ...(namesake === undefined ? [] : [namesake])].flatMap((other) => seriesAt(other, worse(70))),
    // Nothing bad has ever happened there, so that no counter of bad events exists.
    ...(idle === undefined ? [] : seriesAt(idle, later)).filter(
      (series) => series.kind === "counter" && series.segments.some((segment) => segment.perMinute > 0),
    ),
  ];
}

function recordedOf(objective: Objective, scope: AlertScope): readonly RecordedExpectation[] {
  const { config, places } = scope;
  const { indicator, targetRatio, windowDays, tier } = objective;
  const [here, idle] = places.map((place) => ({ ...identityAt(config, place), [indicatorLabel]: indicator }));
  if (here === undefined) return [];
  const scale = scaleOf(objective);
  const of = (record: string): string => selector(record, [equals(indicatorLabel, indicator)]);
  const asked = (expression: string, samples: RecordedExpectation["samples"], atMinutes = endMinutes) => ({
    atMinutes,
    expression,
    samples,
  });
  const idleHas = (value: number) => (idle === undefined ? [] : [{ labels: idle, value }]);
  /** 1 where a number is near to what it should be, 0 where it is not. */
  const near = (record: string, value: number, elsewhere: RecordedExpectation["samples"] = idleHas(0)) =>
    asked(`(${of(record)} >= bool ${bound(value, -1)}) * (${of(record)} <= bool ${bound(value, 1)})`, [
      { labels: here, value: 1 },
      ...elsewhere,
    ]);
  const recordedRatios = indicatorRules(objective, scope).map(({ record }) => record);
  const ratios = Object.entries(windowMinutes).flatMap(([window, minutes]) => {
    const record = recordedSeries.errorRatio(window as RatioWindow);
    return recordedRatios.includes(record) ? [near(record, meanShare(Math.min(minutes, endMinutes)) * scale)] : [];
  });
  const burnRate = (meanShare(60) * scale) / budgetRatio(targetRatio);
  const events = (perMinute[0] + perMinute[1]) / 60;
  const info = {
    owner: scope.objectives.service.team,
    target: String(targetRatio),
    ...(tier === undefined ? {} : { tier }),
  };
  return [
    ...(["5m", "1h"] as const).map((window) =>
      asked(`${of(recordedSeries.errorRatio(window))} * 0`, [{ labels: here, value: 0 }], idleMinutes - 10),
    ),
    near(recordedSeries.events, events),
    near(recordedSeries.badEvents, events * meanShare(5) * scale),
    ...ratios,
    near(recordedSeries.budgetRemaining, 1 - spentRatio),
    near(recordedSeries.burnRate, burnRate),
    near(recordedSeries.timeToExhaustion, ((1 - spentRatio) * windowDays * 86_400) / burnRate, []),
    asked(
      `${of(recordedSeries.info)} * 1`,
      [here, ...(idle === undefined ? [] : [idle])].map((labels) => ({ labels: { ...labels, ...info }, value: 1 })),
    ),
  ];
}

/** The mean share of bad events of the last minutes. */
function meanShare(lastMinutes: number): number {
  let left = lastMinutes;
  let sum = 0;
  for (const { minutes, share } of [...stretches].reverse()) {
    const counted = Math.min(minutes, left);
    sum += counted * share;
    left -= counted;
  }
  return sum / lastMinutes;
}

function bound(value: number, sign: 1 | -1): number {
  return Number((value * (1 + sign * tolerance)).toPrecision(6));
}
