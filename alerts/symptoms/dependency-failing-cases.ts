import { dependencyLabel, dependencyMetrics } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `DependencyFailing`. */
export const dependencyFailingCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const [name = ""] = Object.keys(stage.scope.objectives.service.dependencies);
    const labels = { [dependencyLabel]: name };
    return [
      ...levelStories(stage, {
        series: (stretches) => [
          ...calls(stage, name, stretches, 100),
          ...calls(stage, "other", [{ minutes: 40, level: 0.01 }], 50),
        ],
        beyond: { level: 0.12, words: "12 % of the calls fail" },
        within: { level: 0.09, words: "9 % of the calls fail" },
        usual: { level: 0, words: "calls are served again" },
        labels,
        firesAt: 6,
        endsWithin: 3,
        idle: calls(stage, name, [{ minutes: 15, level: 0 }], 0),
        lowTraffic: calls(
          stage,
          name,
          [
            { minutes: 2, level: 1 },
            { minutes: 20, level: 0 },
          ],
          1,
        ),
      }),
      stage.story(
        "silent",
        "it stays silent when four calls fail and nobody calls again",
        calls(stage, name, [{ minutes: 4, level: 1 }], 1),
        silentAt(6, 9, 12),
      ),
      stage.story(
        "fires",
        "it fires when five calls have failed, a good share of the few that there are",
        [
          ...calls(
            stage,
            name,
            [
              { minutes: 1, level: 5 / 6 },
              { minutes: 7, level: 0 },
            ],
            6,
          ),
          ...calls(stage, name, [{ minutes: 8, level: 0 }], 2, 2),
        ],
        [...silentAt(5), { atMinutes: 6, alerts: stage.firing(5 / 48, labels) }],
      ),
      stage.story(
        "clears",
        "it ends when fewer than five lie within 10 minutes, though their share stays",
        [
          stage.counter(dependencyMetrics.calls, labels, [grow(5, 5), grow(12, 1)]),
          stage.counter(dependencyMetrics.failedCalls, labels, [grow(5, 4), grow(12, 0.2)]),
        ],
        [{ atMinutes: 10, alerts: stage.firing((4 * 4 + 5 * 0.2) / (4 * 5 + 5), labels) }, ...silentAt(16)],
      ),
    ];
  });

function calls(
  stage: Stage,
  name: string,
  stretches: readonly Stretch[],
  perMinute: number,
  pod = 1,
): readonly InputSeries[] {
  const counter = (metric: string, share: (level: number) => number): InputSeries =>
    stage.counter(
      metric,
      { [dependencyLabel]: name },
      stretches.map(({ minutes, level }) => grow(minutes, perMinute * share(level))),
      pod,
    );
  return [counter(dependencyMetrics.calls, () => 1), counter(dependencyMetrics.failedCalls, (level) => level)];
}
