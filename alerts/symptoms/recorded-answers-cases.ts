import { recordedSeries } from "@signalbox/contract";
import { type BehaviourCase, historyMinutes, type InputSeries } from "../cases/behaviour-case.ts";
import { identityAt, targetAt } from "../cases/case-place.ts";
import type { Place } from "../places.ts";
import { otherPlaces } from "./other-places.ts";
import { requestLabels, requestMetric } from "./request-series.ts";
import { hold, type Stage } from "./symptom-stage.ts";

const endMinutes = 20;
/** No request has been answered with 4xx before. */
const bornMinutes = 6;

/** What rules record of answers, one place after the other, beside a neighbour and a namesake of which they record nothing. */
export function recordedAnswersCases(stage: Stage): readonly BehaviourCase[] {
  return [countedAnswers(stage), hourlyShares(stage)];
}

/** Answers by status and route: what is counted, what is not, and 0 for what there was none of. */
function countedAnswers(stage: Stage): BehaviourCase {
  const { scope, place } = stage;
  const { places } = scope;
  const here = { answers: 978, clientErrors: 103 };
  const there = { answers: 102, clientErrors: 36 };
  const perMinute = (record: string): string => `round(60 * ${record})`;
  const othersRecorded = otherPlaces(place, "-recorded").map((other) => identityAt(scope.config, other));
  const recordedElsewhere = (record: string): readonly InputSeries[] =>
    othersRecorded.map((labels) => ({ metric: record, labels, kind: "gauge", segments: [hold(endMinutes + 1, 0.5)] }));
  const ofPlaces = (value: (counts: typeof here) => number) =>
    places.map((at, index) => ({ labels: identityAt(scope.config, at), value: value(index === 0 ? here : there) }));
  return {
    ...stage.story(
      "silent",
      "what is recorded counts answers and client errors, and neither what scanners get nor who gave up",
      [
        ...places.flatMap((at, index) => (index === 0 ? busyPlace(stage, at) : calmPlace(stage, at))),
        ...otherPlaces(place, "-neighbour").flatMap((other) => calmPlace(stage, other)),
        ...recordedElsewhere(recordedSeries.answers),
      ],
      [],
    ),
    recorded: [
      {
        atMinutes: bornMinutes - 2,
        expression: perMinute(recordedSeries.clientErrors),
        samples: ofPlaces(() => 0),
      },
      {
        atMinutes: bornMinutes - 2,
        expression: `count(${recordedSeries.clientErrorRatio}) or vector(0)`,
        samples: [{ labels: {}, value: 0 }],
      },
      {
        atMinutes: endMinutes,
        expression: perMinute(recordedSeries.answers),
        samples: [...ofPlaces(({ answers }) => answers), ...othersRecorded.map((labels) => ({ labels, value: 30 }))],
      },
      {
        atMinutes: endMinutes,
        expression: perMinute(recordedSeries.clientErrors),
        samples: ofPlaces(({ clientErrors }) => clientErrors),
      },
    ],
  };
}

/** 4xx become more at last, so that it shows over how long they are counted. */
function busyPlace({ scope }: Stage, at: Place): readonly InputSeries[] {
  const { unmatchedRoute } = scope.objectives.service.http;
  const request = requestsAt(scope, at);
  return [
    upAt(scope, at),
    request("200", [600]),
    request("200", [240], { pod: 2 }),
    request("", [70]),
    request("429", [35]),
    request("422", [20, 60]),
    request("401", [9], { pod: 2 }),
    request("404", [10, 50]),
    request("405", [4], { pod: 2 }),
    request("404", [900], { route: unmatchedRoute }),
    request("405", [300], { route: unmatchedRoute }),
  ];
}

function calmPlace({ scope }: Stage, at: Place): readonly InputSeries[] {
  const request = requestsAt(scope, at);
  return [upAt(scope, at), request("200", [66]), request("422", [30]), request("404", [6])];
}

function upAt(scope: Stage["scope"], at: Place): InputSeries {
  const labels = targetAt(scope.config, at);
  return { metric: "up", labels, kind: "gauge", segments: [hold(endMinutes + 1, 1)] };
}

/** Counters of requests, so many a minute at first and in the last 3 minutes. Those of 4xx come to be with the first of them. */
function requestsAt({ objectives, config }: Stage["scope"], at: Place) {
  const { http } = objectives.service;
  return (
    status: string,
    [first, last = first]: readonly [first: number, last?: number],
    { route = "/orders", pod = 1 }: { readonly route?: string; readonly pod?: number } = {},
  ): InputSeries => {
    const begins = status.startsWith("4") ? bornMinutes : 0;
    const counted = Array.from({ length: endMinutes + 1 - begins }, (_, index) => {
      const minute = begins + index;
      const lastMinutes = Math.max(0, minute - (endMinutes - 3));
      return hold(1, first * (index + 1 - lastMinutes) + last * lastMinutes);
    });
    return {
      metric: requestMetric(http),
      labels: { ...targetAt(config, at, `10.0.0.${pod}:9464`), ...requestLabels(http, status, route) },
      kind: "gauge",
      segments: [...(begins === 0 ? [] : [hold(begins, undefined)]), ...counted],
    };
  };
}

/** Shares of an hour from what was recorded in it, and those of the week before. */
function hourlyShares(stage: Stage): BehaviourCase {
  const { scope, place } = stage;
  const end = historyMinutes(scope.objectives);
  const at = (
    identity: Readonly<Record<string, string>>,
    metric: string,
    ...segments: readonly (readonly [number, number | undefined])[]
  ): InputSeries => ({
    metric,
    labels: identity,
    kind: "gauge",
    segments: segments.map(([minutes, value]) => hold(minutes, value)),
  });
  // In the hour there were samples of 50 minutes: 5 of the one kind, 5 of the other.
  const hourOf = (identity: Readonly<Record<string, string>>, many: number): readonly InputSeries[] => [
    at(
      identity,
      recordedSeries.clientErrors,
      [end - 180, undefined],
      [120, 0.002 * many],
      [30, 0.004 * many],
      [25, 0.001 * many],
      [5, undefined],
    ),
    at(
      identity,
      recordedSeries.answers,
      [end - 180, undefined],
      [120, 0.04 * many],
      [30, 0.05 * many],
      [25, 0.03 * many],
      [5, undefined],
    ),
  ];
  const past = (identity: Readonly<Record<string, string>>, lastWeek: number): InputSeries =>
    at(
      identity,
      recordedSeries.clientErrorRatio,
      [end - 15 * 1440, undefined],
      [5 * 1440, 0.07],
      [5 * 1440, lastWeek],
      [4 * 1440, 0.05],
      [1440, undefined],
    );
  const identities = scope.places.map((one) => identityAt(scope.config, one));
  const elsewhere = otherPlaces(place, "-neighbour").map((one) => identityAt(scope.config, one));
  const lastWeekOf = (index: number): number => 0.03 + index * 0.01;
  const asked = (record: string, value: (index: number) => number) => ({
    atMinutes: end,
    expression: `round(1e6 * ${record})`,
    samples: identities.map((labels, index) => ({ labels, value: value(index) })),
  });
  return {
    ...stage.story(
      "silent",
      "what is recorded is the share of an hour, however few answers it had, and that of the same hour a week before",
      [
        ...identities.flatMap((labels, index) => [
          ...hourOf(labels, 1 + index * 1000),
          past(labels, lastWeekOf(index)),
        ]),
        ...elsewhere.map((labels) => past(labels, 0.09)),
      ],
      [],
    ),
    pace: "history",
    recorded: [
      asked(recordedSeries.clientErrorRatio, () => 62_500),
      asked(recordedSeries.clientErrorRatioLastWeek, (index) => Math.round(1e6 * lastWeekOf(index))),
    ],
  };
}
