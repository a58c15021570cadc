import { metricLabel, recordedSeries } from "@signalbox/contract";
import {
  type BehaviourCase,
  type CounterSegment,
  type GaugeSegment,
  historyMinutes,
  type InputSeries,
} from "../cases/behaviour-case.ts";
import { identityAt, targetAt } from "../cases/case-place.ts";
import type { Place } from "../places.ts";
import { businessLabels } from "./business-series.ts";
import { otherPlaces } from "./other-places.ts";
import { grow, hold, type Stage } from "./symptom-stage.ts";

const week = 7 * 1440;
const hour = 60;
const everyMinutes = 5;

/** What the hour before and the hour after this time of the week had in the last four weeks, the latest first; undefined: not known. */
interface Weeks {
  readonly before: Hours;
  readonly after: Hours;
}

type Hours = readonly (number | undefined)[];

/** The hours after: so far apart that each of them decides whether their median is above the hours before or below. */
const after: Hours = [14, 6, 4, 18];

const stories: readonly (readonly [sentence: string, weeks: Weeks])[] = [
  ["the hours before had less than those after", { before: [13, 5, 3, 17], after }],
  ["the hours after had less than those before", { before: [14.5, 6.5, 5, 19], after }],
  ["only the last week and the fourth are known", { before: [13, undefined, undefined, 17], after }],
  ["only the second and the third week are known", { before: [undefined, 5, 3, undefined], after }],
  ["only one week is known", { before: [13], after: [14] }],
];

/** What is recorded of a counter of the business: its rate, that of an hour, and what earlier weeks let expect. */
export function recordedBusinessCases(stage: Stage, counter: string): readonly BehaviourCase[] {
  return [rateNow(stage, counter), ...stories.map(([sentence, weeks]) => expectation(stage, counter, sentence, weeks))];
}

/** The rate of all pods, of which more came in the last 3 minutes, and nothing of neighbours and namesakes. */
function rateNow(stage: Stage, counter: string): BehaviourCase {
  const { scope, place } = stage;
  const at = (where: Place, pod: number, segments: readonly CounterSegment[]): InputSeries => ({
    metric: counter,
    labels: { ...targetAt(scope.config, where, `10.0.0.${pod}:9464`), ...businessLabels(stage, counter) },
    kind: "counter",
    segments,
  });
  return {
    ...stage.story(
      "silent",
      "what is recorded is the rate of all instances",
      [
        ...scope.places.flatMap((one, index) => [
          at(one, 1, [grow(12, 20 + index), grow(3, 60 + index)]),
          at(one, 2, [grow(15, 7)]),
        ]),
        ...otherPlaces(place, "-neighbour").map((one) => at(one, 1, [grow(15, 11)])),
      ],
      [],
    ),
    recorded: [
      {
        atMinutes: 15,
        expression: `round(60 * ${recordedSeries.businessEvents})`,
        samples: scope.places.map((one, index) => ({
          labels: { ...identityAt(scope.config, one), [metricLabel]: counter },
          value: 57 + index,
        })),
      },
    ],
  };
}

/** Looked at once, after weeks of which only the hours that count are given. */
function expectation(stage: Stage, counter: string, sentence: string, weeks: Weeks): BehaviourCase {
  const { scope, place } = stage;
  const end = historyMinutes(scope.objectives);
  const own = { [metricLabel]: counter };
  const othersSeries = [
    ...otherPlaces(place, "-neighbour").map((one) => ({ ...identityAt(scope.config, one), ...own })),
    { ...identityAt(scope.config, place), [metricLabel]: `${counter}_of_another_kind` },
  ];
  const here = scope.places.map((one) => ({ ...identityAt(scope.config, one), ...own }));
  const past = (labels: Readonly<Record<string, string>>, factor: number): readonly InputSeries[] => [
    sparse(recordedSeries.businessEventsHourly, labels, end, pastSamples(weeks, end, factor)),
    sparse(recordedSeries.businessEvents, labels, end, lastHours(end, factor)),
  ];
  const asked = (record: string, value: number | undefined) => ({
    atMinutes: end,
    expression: `round(1000 * ${record})`,
    samples: value === undefined ? [] : here.map((labels, index) => ({ labels, value: (1 + index) * value * 1000 })),
  });
  const expected = expectedOf(weeks, end);
  return {
    ...stage.story(
      "silent",
      `what is recorded is the median of earlier weeks where ${sentence}`,
      [
        ...here.flatMap((labels, index) => past(labels, 1 + index)),
        ...othersSeries.flatMap((labels) => past(labels, 3)),
      ],
      [],
    ),
    pace: "history",
    recorded: [
      asked(recordedSeries.businessEventsHourly, 4),
      expected === undefined
        ? {
            atMinutes: end,
            expression: `count(${recordedSeries.expectedBusinessEvents}) or vector(0)`,
            samples: [{ labels: {}, value: 0 }],
          }
        : asked(recordedSeries.expectedBusinessEvents, expected),
    ],
  };
}

/** The recorded hours: a week ago and so on, and one hour later. */
function pastSamples({ before, after: later }: Weeks, end: number, factor: number): ReadonlyMap<number, number> {
  const samples = [before, later].flatMap((hours, index) =>
    hours.flatMap((value, weeksAgo) => {
      const minute = end - (weeksAgo + 1) * week + index * hour;
      return value === undefined || minute <= 0 ? [] : [[minute, value * factor] as const];
    }),
  );
  return new Map(samples);
}

/** 10 samples of the last hour, whose mean is 4, after an hour of more. */
function lastHours(end: number, factor: number): ReadonlyMap<number, number> {
  const value = (minutesAgo: number): number => (minutesAgo >= hour ? 90 : minutesAgo > 30 ? 7 : 1);
  const ago = Array.from({ length: 23 }, (_, index) => (index + 2) * everyMinutes);
  return new Map(ago.map((minutesAgo) => [end - minutesAgo, value(minutesAgo) * factor]));
}

/** What 2 weeks and more let expect: the smaller one of both medians. */
function expectedOf(weeks: Weeks, end: number): number | undefined {
  const known = (hours: Hours): readonly number[] =>
    hours.flatMap((value, weeksAgo) => (value === undefined || end - (weeksAgo + 1) * week <= 0 ? [] : [value]));
  const before = known(weeks.before);
  return before.length < 2 ? undefined : Math.min(median(before), median(known(weeks.after)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const [low = 0, high = low] = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return (low + high) / 2;
}

/** A series with samples at a few minutes only. */
function sparse(
  metric: string,
  labels: Readonly<Record<string, string>>,
  end: number,
  samples: ReadonlyMap<number, number>,
): InputSeries {
  const segments: GaugeSegment[] = [];
  let minute = 0;
  for (const [at, value] of [...samples].sort(([left], [right]) => left - right)) {
    if (at > minute) segments.push(hold(at - minute, undefined));
    segments.push(hold(everyMinutes, value));
    minute = at + everyMinutes;
  }
  if (end > minute) segments.push(hold(end - minute, undefined));
  return { metric, labels, kind: "gauge", segments };
}
