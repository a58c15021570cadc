import { recordedSeries } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
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
      "silent",
      "it stays silent while last week is not known",
      answers(stage, [{ minutes: 40, level: 0.3 }], 600),
      silentAt(20, 40),
    ),
    stage.story(
      "silent",
      "it stays silent when last week had none and this week 0.2 % are 4xx",
      [...answers(stage, [{ minutes: 40, level: 0.002 }], 6000), lastWeek(stage, 0)],
      silentAt(20, 40),
    ),
    stage.story(
      "silent",
      "it stays silent when scanners and limits make more of them",
      [
        ...answers(stage, [{ minutes: 40, level: 0.02 }], 600),
        scannerSeries(stage, [grow(40, 900)]),
        requestSeries(stage, "429", [grow(40, 500)]),
        lastWeek(stage, 0.02),
      ],
      silentAt(20, 40),
    ),
  ]);

function lastWeek(stage: Stage, share: number): InputSeries {
  return stage.recorded(recordedSeries.clientErrorRatioLastWeek, {}, [hold(60, share)]);
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
