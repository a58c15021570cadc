import { metricLabel, recordedSeries } from "@signalbox/contract";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { windowSeconds } from "../numbers.ts";
import { counterAlerts } from "./business-scope.ts";
import { businessSeries } from "./business-series.ts";
import { levelStories } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** Events a minute that earlier weeks had. */
const usualPerMinute = 120;

/** The stories of `BusinessStopped`. What is expected is given as it was recorded, because weeks of samples would take too long to run. */
export const businessStoppedCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const counter = placed.alert.labels[metricLabel] ?? "";
    const told = counterAlerts("stopped", stage.scope).find((one) => one.counter === counter);
    if (told === undefined) return [];
    const minutes = windowSeconds(told.alert.within) / 60;
    const expected = (perMinute: number): InputSeries =>
      stage.recorded(recordedSeries.expectedBusinessEvents, { [metricLabel]: counter }, [hold(900, perMinute / 60)]);
    const enough = expected(usualPerMinute);
    const few = expected(9 / minutes);
    /** A rate is whole when the window is; before that it is too low. */
    const before = minutes + 10;
    return [
      ...levelStories(stage, {
        series: (stretches) => [
          businessSeries(stage, counter, [
            grow(before, usualPerMinute),
            ...stretches.map(({ minutes: length, level }) => grow(length, usualPerMinute * level)),
          ]),
          enough,
          up(stage, 1),
        ],
        beyond: { level: 0.099, words: "9.9 % of what earlier weeks had comes" },
        within: { level: 0.12, words: "12 % of what earlier weeks had comes" },
        usual: { level: 1, words: "as much as in earlier weeks comes" },
        begins: before,
        firesAt: minutes - 1 + 5,
        endsWithin: 2,
        idle: [businessSeries(stage, counter, [grow(before + 20, 0)]), few, up(stage, 1)],
        lowTraffic: [businessSeries(stage, counter, [grow(3, 1), grow(before + 20, 0)]), few, up(stage, 1)],
      }),
      stage.story(
        "fires",
        "it fires when targets answer and expose no such counter any more",
        [enough, up(stage, 1)],
        [...silentAt(minutes + 4), { atMinutes: minutes + 5, alerts: stage.firing(0) }],
      ),
      stage.story(
        "silent",
        "it leaves a service that is down to its own alert",
        [enough, up(stage, 0)],
        silentAt(minutes + 5, minutes + 15),
      ),
      stage.story(
        "silent",
        "it stays silent while no earlier weeks are known",
        [businessSeries(stage, counter, [grow(minutes + 20, 0)]), up(stage, 1)],
        silentAt(minutes + 6, minutes + 20),
      ),
    ];
  });

function up(stage: Stage, value: number): InputSeries {
  return stage.gauge("up", {}, [hold(900, value)]);
}
