import { recordedSeries } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import { recordedAnswersCases } from "./recorded-answers-cases.ts";
import { requestSeries, scannerSeries } from "./request-series.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `ClientErrorsTrebled`. Last week is given as it was recorded, because a week of samples would take too long to run. */
export const clientErrorsTrebledCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => [
    ...levelStories(stage, {
      series: (stretches) => [...answers(stage, stretches, 600), lastWeek(stage, 0.02)],
      beyond: { level: 0.065, words: "6.5 % of the answers are 4xx, and 2 % were last week" },
      within: { level: 0.058, words: "5.8 % of the answers are 4xx, and 2 % were last week" },
      usual: { level: 0.01, words: "the share of the hour has fallen again" },
      firesAt: 20,
      endsWithin: 10,
      idle: [...answers(stage, [{ minutes: 30, level: 0 }], 0), lastWeek(stage, 0.02)],
      lowTraffic: [...answers(stage, [{ minutes: 30, level: 1 }], 1), lastWeek(stage, 0.02)],
    }),
    stage.story(
      "fires",
      "it fires when there have been 50 of them",
      [...answers(stage, [{ minutes: 36, level: 0.1 }], 30), lastWeek(stage, 0.02)],
      [...silentAt(34), { atMinutes: 35, alerts: stage.firing(0.1) }],
    ),
    stage.story(
      "fires",
      "it fires when last week had none and this week 0.4 % are 4xx",
      [...answers(stage, [{ minutes: 22, level: 0.004 }], 6000), lastWeek(stage, 0)],
      [...silentAt(19), { atMinutes: 20, alerts: stage.firing(0.004) }],
    ),
    stage.story(
      "silent",
      "it stays silent when last week had none and this week 0.2 % are 4xx",
      [...answers(stage, [{ minutes: 25, level: 0.002 }], 6000), lastWeek(stage, 0)],
      silentAt(20, 25),
    ),
    stage.story(
      "silent",
      "it stays silent when it is three times as much and no more: every answer, and a third of them last week",
      [requestSeries(stage, "422", [grow(25, 60)]), lastWeek(stage, 1 / 3)],
      silentAt(20, 25),
    ),
    stage.story(
      "silent",
      "it stays silent while last week is not known",
      answers(stage, [{ minutes: 25, level: 0.3 }], 600),
      silentAt(20, 25),
    ),
    stage.story(
      "clears",
      "it ends when fewer than 50 lie within an hour, though their share is more than three times that of last week",
      [
        requestSeries(stage, "200", [grow(5, 18), grow(62, 29.5)]),
        requestSeries(stage, "422", [grow(5, 12), grow(62, 0.5)]),
        lastWeek(stage, 0.002),
      ],
      [{ atMinutes: 60, alerts: stage.firing((12 + 11 * 0.5) / (12 * 30)) }, ...silentAt(66)],
    ),
    stage.story(
      "silent",
      "it stays silent when scanners and limits make more of them",
      [
        ...answers(stage, [{ minutes: 25, level: 0.02 }], 600),
        scannerSeries(stage, [grow(25, 900)]),
        requestSeries(stage, "429", [grow(25, 500)]),
        lastWeek(stage, 0.02),
      ],
      silentAt(20, 25),
    ),
    ...recordedAnswersCases(stage),
  ]);

function lastWeek(stage: Stage, share: number): InputSeries {
  return stage.recorded(recordedSeries.clientErrorRatioLastWeek, {}, [hold(70, share)]);
}

function answers(stage: Stage, stretches: readonly Stretch[], perMinute: number): readonly InputSeries[] {
  const counted = (status: string, share: (level: number) => number): InputSeries =>
    requestSeries(
      stage,
      status,
      stretches.map(({ minutes, level }) => grow(minutes, perMinute * share(level))),
    );
  return [counted("200", (level) => 1 - level), counted("422", (level) => level)];
}
