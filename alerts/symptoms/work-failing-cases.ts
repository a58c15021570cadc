import { workLabel, workMetrics } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage } from "./symptom-stage.ts";

/** The stories of `WorkFailing`. */
export const workFailingCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const [name = ""] = Object.keys(stage.scope.objectives.service.work);
    return levelStories(stage, {
      series: (stretches) => runs(stage, name, stretches, 25),
      beyond: { level: 0.12, words: "12 % of the runs fail" },
      within: { level: 0.08, words: "8 % of the runs fail" },
      usual: { level: 0, words: "runs succeed again" },
      labels: { [workLabel]: name },
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
    });
  });

function runs(stage: Stage, name: string, stretches: readonly Stretch[], perMinute: number): readonly InputSeries[] {
  const counter = (metric: string, share: (level: number) => number): InputSeries =>
    stage.counter(
      metric,
      { [workLabel]: name },
      stretches.map(({ minutes, level }) => grow(minutes, perMinute * share(level))),
    );
  return [counter(workMetrics.runs, () => 1), counter(workMetrics.failedRuns, (level) => level)];
}
