import { workLabel, workMetrics } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `WorkFailing`. */
export const workFailingCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const [name = ""] = Object.keys(stage.scope.objectives.service.work);
    const labels = { [workLabel]: name };
    return [
      ...levelStories(stage, {
        series: (stretches) => [
          ...runs(stage, name, stretches, 25),
          ...runs(stage, name, [{ minutes: 40, level: 0 }], 1, 2),
        ],
        beyond: { level: 0.12, words: "12 % of the runs fail" },
        within: { level: 0.08, words: "8 % of the runs fail" },
        usual: { level: 0, words: "runs succeed again" },
        value: (25 * 0.12) / 26,
        labels,
        firesAt: 2,
        endsWithin: 3,
        idle: runs(stage, name, [{ minutes: 15, level: 0 }], 0),
        lowTraffic: runs(
          stage,
          name,
          [
            { minutes: 4, level: 1 },
            { minutes: 20, level: 0 },
          ],
          1,
        ),
      }),
      stage.story(
        "clears",
        "it ends when fewer than five lie within an hour, though their share stays",
        [
          stage.counter(workMetrics.runs, labels, [grow(5, 2), grow(63, 0.1)]),
          stage.counter(workMetrics.failedRuns, labels, [grow(5, 1), grow(63, 0.05)]),
        ],
        [
          ...silentAt(4),
          ...[5, 40].map((atMinutes) => ({ atMinutes, alerts: stage.firing(0.5, labels) })),
          ...silentAt(66),
        ],
      ),
    ];
  });

function runs(
  stage: Stage,
  name: string,
  stretches: readonly Stretch[],
  perMinute: number,
  pod = 1,
): readonly InputSeries[] {
  const counter = (metric: string, share: (level: number) => number): InputSeries =>
    stage.counter(
      metric,
      { [workLabel]: name },
      stretches.map(({ minutes, level }) => grow(minutes, perMinute * share(level))),
      pod,
    );
  return [counter(workMetrics.runs, () => 1), counter(workMetrics.failedRuns, (level) => level)];
}
