import type { BehaviourCase, CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import { requestSeries } from "./request-series.ts";
import { inFlight, repeated } from "./service-hangs-series.ts";
import { grow, type Stage, silentAt } from "./symptom-stage.ts";

/** Streams of which one opens every 2 minutes: too few at once to be requests that wait. */
const opening = [2, 3, 4, 5, 6].flatMap((value) => repeated(2, value));

/**
 * The stories of `ServiceHangs` about hangs in which no more requests come: each connection of a full pool waits, and no client gives up.
 * What is usual is asked every 5 minutes, so hangs begin right after such a minute.
 */
export function fullPoolStories(stage: Stage): readonly BehaviourCase[] {
  const { story, firing } = stage;
  const flight = (...values: readonly number[]): InputSeries => inFlight(stage, values);
  const second = (values: readonly number[]): InputSeries => inFlight(stage, values, 2);
  const answered = (...segments: readonly CounterSegment[]): InputSeries => requestSeries(stage, "200", segments);
  return [
    story(
      "fires",
      "it fires when a pool is full with twice as many requests as usual, and goes on for an hour and a half",
      [answered(grow(110, 150), grow(95, 0)), flight(...repeated(58, 9), ...repeated(53, 11), ...repeated(95, 20))],
      [
        ...silentAt(110, 114),
        ...[115, 125, 140, 155, 170, 185, 200].map((atMinutes) => ({ atMinutes, alerts: firing(20) })),
      ],
    ),
    story(
      "fires",
      "it fires when a pool of five is full in a service that had ten answers in 5 minutes",
      [
        answered(grow(20, 2), grow(10, 0)),
        flight(...repeated(21, 1), ...repeated(10, 3)),
        second([...repeated(21, 0), ...repeated(10, 2)]),
      ],
      [...silentAt(24), { atMinutes: 25, alerts: firing(5) }],
    ),
    story(
      "silent",
      "it stays silent when a little less than twice as many requests wait as usual",
      [
        answered(grow(20, 60), grow(10, 0)),
        flight(...repeated(21, 5), ...repeated(10, 9)),
        second([...repeated(21, 5), ...repeated(10, 9)]),
      ],
      silentAt(26, 28, 30),
    ),
    story(
      "fires",
      "it fires when five have waited for 5 minutes that came one after the other",
      [answered(grow(40, 60), grow(25, 0)), flight(...repeated(41, 1), ...opening, ...repeated(14, 7))],
      [...silentAt(50, 51), { atMinutes: 52, alerts: firing(5) }],
    ),
    story(
      "silent",
      "it stays silent when four requests wait in a busy service",
      [answered(grow(20, 60), grow(10, 0)), flight(...repeated(21, 1), ...repeated(10, 4))],
      silentAt(26, 28, 30),
    ),
    story(
      "silent",
      "it stays silent when streams open one after the other and nine answers in 5 minutes were usual",
      [answered(grow(40, 1.8), grow(25, 0)), flight(...repeated(41, 1), ...opening, ...repeated(14, 7))],
      silentAt(52, 58, 64),
    ),
    story(
      "silent",
      "it stays silent when a batch job ends and a stream stays open, or six of them",
      [
        answered(grow(30, 300), grow(20, 0)),
        flight(...repeated(51, 1)),
        second([...repeated(31, 14), ...repeated(20, 6)]),
      ],
      silentAt(35, 36, 40, 50),
    ),
    story(
      "silent",
      "it stays silent when streams open one after the other two hours after the last answers",
      [
        answered(grow(140, 60), grow(145, 0)),
        flight(...repeated(141, 2), ...repeated(121, 1), ...opening, ...repeated(13, 7)),
      ],
      silentAt(262, 274, 280, 284),
    ),
  ];
}
