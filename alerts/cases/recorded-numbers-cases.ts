import { alertNames, indicatorLabel, type RatioWindow, recordedSeries } from "@signalbox/contract";
import { budgetRatio, type Objective } from "../../config/index.ts";
import { equals, selector } from "../../queries/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import { indicatorRules } from "../indicator-rules.ts";
import type { Place } from "../places.ts";
import type { BehaviourCase, InputSeries, RecordedExpectation } from "./behaviour-case.ts";
import { identityAt, namesakeOf, targetAt } from "./case-place.ts";
import { mixedTrafficSeries } from "./mixed-traffic.ts";
import { toldApart } from "./told-together.ts";
import type { TrafficSegment } from "./traffic.ts";
import { wholeExpression, wholeNumber } from "./whole-number.ts";

/** Traffic and shares of bad events, of which each window of up to an hour sees another mean. */
const stretches: readonly { readonly minutes: number; readonly volume: number; readonly share: number }[] = [
  { minutes: 12, volume: 4, share: 3 },
  { minutes: 28, volume: 6, share: 0.4 },
  { minutes: 15, volume: 1.5, share: 5 },
  { minutes: 7, volume: 3, share: 2 },
  { minutes: 5, volume: 1, share: 8 },
  { minutes: 3, volume: 2, share: 1 },
];
const endMinutes = stretches.reduce((sum, { minutes }) => sum + minutes, 0);
const idleMinutes = 40;
/** Events a minute of the calm place, once there are any. */
const calmPerMinute = 20;
/** Events a minute of each of two pods. */
const perMinute = [90, 30] as const;
const eventsPerSecond = (perMinute[0] + perMinute[1]) / 60;
/** More than any place of the service has. */
const othersPerSecond = 70;

/** The windows that are read from the counters themselves, in minutes. */
const countedWindows = { "5m": 5, "30m": 30, "1h": 60 } as const satisfies Partial<Record<RatioWindow, number>>;

/**
 * What the rules of objectives record while the traffic of one place gets worse and another, idle at first, is good: the shares of
 * the windows of up to an hour, 0 where nothing was bad, nothing where nobody called, and nothing of others.
 */
export function recordedNumbersCases(scope: AlertScope): readonly BehaviourCase[] {
  const { service } = scope.objectives;
  return toldApart(scope).flatMap((told) => {
    const [first] = told;
    const [one, other] = scope.places;
    if (one === undefined) return [];
    const casts = other === undefined ? [[one, other] as const] : [[one, other] as const, [other, one] as const];
    const ruleLabels = alertingRule(errorBudgetBurn(first, "ticket", scope), scope).labels;
    const nothing: BehaviourCase = {
      name: `${service.name} ${first.indicator} ticket: nothing is recorded while only others have events.`,
      service: service.name,
      alert: alertNames.errorBudgetBurn,
      ruleLabels,
      behaviour: "silent",
      series: told.flatMap((objective) => seriesOfOthers(objective, one, other ?? one, scope)),
      expectations: [],
      recorded: told.flatMap(({ indicator }) =>
        [recordedSeries.badEvents, recordedSeries.info].map((record) => ({
          atMinutes: 10,
          expression: `count(${selector(record, [equals(indicatorLabel, indicator)])}) or vector(0)`,
          samples: [{ labels: {}, value: 0 }],
        })),
      ),
    };
    const followed = casts.map(([busy, calm], index) => ({
      name: `${service.name} ${first.indicator} ticket: what is recorded follows the events of ${index === 0 ? "one place" : "the other place"}.`,
      service: service.name,
      alert: alertNames.errorBudgetBurn,
      ruleLabels,
      behaviour: "silent" as const,
      series: told.flatMap((objective) => [
        ...ownSeries(objective, busy, calm, scope),
        ...seriesOfOthers(objective, one, calm ?? one, scope),
      ]),
      expectations: [],
      recorded: told.flatMap((objective) => recordedOf(objective, busy, calm, scope)),
    }));
    return [...followed, nothing];
  });
}

/** By what a share of {@link stretches} is multiplied, so that nearly the whole budget is spent; never more than everything. */
function scaleOf({ targetRatio }: Objective): number {
  return Math.min(budgetRatio(targetRatio) * 0.9, 0.1);
}

function worse(events: number, scale: number): readonly TrafficSegment[] {
  return stretches.map(({ minutes, volume, share }) => ({
    minutes,
    goodPerMinute: events * volume * (1 - share * scale),
    badPerMinute: events * volume * share * scale,
  }));
}

/** Two pods of the busy place; the calm one is idle at first, and has no counter of bad events because none ever came. */
function ownSeries(
  objective: Objective,
  busy: Place,
  calm: Place | undefined,
  { config, objectives: { service } }: AlertScope,
): readonly InputSeries[] {
  const scale = scaleOf(objective);
  const series = (at: Place, segments: readonly TrafficSegment[], instance?: string): readonly InputSeries[] =>
    mixedTrafficSeries(service, objective.indicator, targetAt(config, at, instance), segments);
  const later = [
    { minutes: idleMinutes, goodPerMinute: 0, badPerMinute: 0 },
    { minutes: endMinutes - idleMinutes, goodPerMinute: calmPerMinute, badPerMinute: 0 },
  ];
  return [
    ...perMinute.flatMap((events, index) => series(busy, worse(events, scale), `10.0.0.${index + 1}:9464`)),
    ...(calm === undefined ? [] : series(calm, later)).filter(
      (one) => one.kind === "counter" && one.segments.some((segment) => segment.perMinute > 0),
    ),
  ];
}

/** A neighbour and a namesake that have as bad a time, and another indicator; with what their own rules record. */
function seriesOfOthers(
  objective: Objective,
  place: Place,
  calm: Place,
  { config, objectives: { service } }: AlertScope,
): readonly InputSeries[] {
  const neighbour = { ...place, labels: { ...place.labels, job: `${service.name}-neighbour` } };
  const namesake = namesakeOf(place);
  const recorded = (at: Place, indicator: string): InputSeries => ({
    metric: recordedSeries.events,
    labels: { ...identityAt(config, at), [indicatorLabel]: indicator },
    kind: "gauge",
    segments: [{ minutes: endMinutes + 1, value: othersPerSecond }],
  });
  return [
    ...[neighbour, ...(namesake === undefined ? [] : [namesake])].flatMap((at) => [
      ...mixedTrafficSeries(service, objective.indicator, targetAt(config, at), worse(70, scaleOf(objective))),
      recorded(at, objective.indicator),
    ]),
    recorded(calm, `${objective.indicator}-of-others`),
  ];
}

function recordedOf(
  objective: Objective,
  busyPlace: Place,
  calmPlace: Place | undefined,
  scope: AlertScope,
): readonly RecordedExpectation[] {
  const { config } = scope;
  const { indicator, targetRatio, tier } = objective;
  const labelsAt = (place: Place) => ({ ...identityAt(config, place), [indicatorLabel]: indicator });
  const busy = labelsAt(busyPlace);
  const calm = calmPlace === undefined ? [] : [labelsAt(calmPlace)];
  const scale = scaleOf(objective);
  const ownPlaces = scope.places.filter((place) => place === busyPlace || place === calmPlace).map(labelsAt);
  const of = (record: string): string => selector(record, [equals(indicatorLabel, indicator)]);
  const whole = (expression: string, value: number, calmValue: number): RecordedExpectation => ({
    atMinutes: endMinutes,
    expression: wholeExpression(expression),
    samples: [
      { labels: busy, value: wholeNumber(value) },
      ...calm.map((labels) => ({ labels, value: wholeNumber(calmValue) })),
    ],
  });
  const records = indicatorRules(objective, scope).map(({ record }) => record);
  const windows = Object.entries(countedWindows).filter(([window]) =>
    records.includes(recordedSeries.errorRatio(window as RatioWindow)),
  );
  const info = {
    owner: scope.objectives.service.team,
    target: String(targetRatio),
    ...(tier === undefined ? {} : { tier }),
  };
  const seen = seenOver(countedWindows["5m"]);
  return [
    ...[recordedSeries.badEvents, ...windows.map(([window]) => recordedSeries.errorRatio(window as RatioWindow))].map(
      (record) => ({
        atMinutes: idleMinutes - 5,
        expression: `${of(record)} * 0`,
        // Zero events are recorded where a counter stands still, and their share is nothing.
        samples: [busy, ...(record === recordedSeries.badEvents ? calm : [])].map((labels) => ({ labels, value: 0 })),
      }),
    ),
    // What others record stands beside it.
    whole(
      `(${of(recordedSeries.events)} < ${othersPerSecond})`,
      eventsPerSecond * seen.eventsPerMinute,
      calmPerMinute / 60,
    ),
    whole(of(recordedSeries.badEvents), eventsPerSecond * seen.badPerMinute * scale, 0),
    ...windows.map(([window, minutes]) =>
      whole(of(recordedSeries.errorRatio(window as RatioWindow)), seenOver(minutes).share * scale, 0),
    ),
    {
      atMinutes: endMinutes,
      expression: `${recordedSeries.info}{${indicatorLabel}="${indicator}"} * 1`,
      samples: ownPlaces.map((labels) => ({ labels: { ...labels, ...info }, value: 1 })),
    },
  ];
}

/** What a rate over a window sees: what came between its first sample and its last. Of one event a minute, with shares not yet scaled. */
function seenOver(windowMinutes: number) {
  const seenMinutes = windowMinutes - 1;
  let left = seenMinutes;
  let [events, bad] = [0, 0];
  for (const { minutes, volume, share } of [...stretches].reverse()) {
    const counted = Math.min(minutes, left);
    events += counted * volume;
    bad += counted * volume * share;
    left -= counted;
  }
  return { eventsPerMinute: events / seenMinutes, badPerMinute: bad / seenMinutes, share: bad / events };
}
