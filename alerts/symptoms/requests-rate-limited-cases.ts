import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import { requestSeries } from "./request-series.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `RequestsRateLimited`. */
export const requestsRateLimitedCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => [
    ...levelStories(stage, {
      series: (stretches) => answers(stage, stretches, 600),
      beyond: { level: 0.07, words: "7 % of the answers are 429" },
      within: { level: 0.045, words: "4.5 % of the answers are 429" },
      usual: { level: 0.001, words: "hardly any answer is 429" },
      firesAt: 12,
      endsWithin: 3,
      idle: answers(stage, [{ minutes: 15, level: 0 }], 0),
      lowTraffic: answers(stage, [{ minutes: 15, level: 0.5 }], 4),
    }),
    stage.story(
      "clears",
      "it ends when there were fewer than 50 within 15 minutes, though their share stays",
      [
        requestSeries(stage, "200", [grow(7, 0), grow(16, 14)]),
        requestSeries(stage, "429", [grow(7, 10), ...Array.from({ length: 4 }, () => [grow(1, 4), grow(3, 0)]).flat()]),
        requestSeries(stage, "429", [grow(23, 0)], { pod: 2 }),
      ],
      [...silentAt(14), { atMinutes: 15, alerts: stage.firing(4 / 60) }, ...silentAt(20)],
    ),
  ]);

function answers(stage: Stage, stretches: readonly Stretch[], perMinute: number): readonly InputSeries[] {
  const counted = (status: string, share: (level: number) => number): InputSeries =>
    requestSeries(
      stage,
      status,
      stretches.map(({ minutes, level }) => grow(minutes, perMinute * share(level))),
    );
  return [counted("200", (level) => 1 - level), counted("429", (level) => level)];
}
