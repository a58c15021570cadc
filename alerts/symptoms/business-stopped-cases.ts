import { metricLabel, recordedSeries } from "@signalbox/contract";
import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import { windowSeconds } from "../numbers.ts";
import { counterAlerts } from "./business-scope.ts";
import { businessSeries } from "./business-series.ts";
import { levelStories } from "./level-stories.ts";
import { recordedBusinessCases } from "./recorded-business-cases.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** Events that earlier weeks had within the window: hardly more than what has to be expected for the alert. */
const usualEvents = 12;

/** The stories of `BusinessStopped`. What is expected is given as it was recorded, because weeks of samples would take too long to run. */
export const businessStoppedCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const counter = placed.alert.labels[metricLabel] ?? "";
    const told = counterAlerts("stopped", stage.scope).find((one) => one.counter === counter);
    if (told === undefined) return [];
    const minutes = windowSeconds(told.alert.within) / 60;
    const usualPerMinute = usualEvents / minutes;
    const expected = (perMinute: number, metric = counter): InputSeries =>
      stage.recorded(recordedSeries.expectedBusinessEvents, { [metricLabel]: metric }, [hold(900, perMinute / 60)]);
    const another = expected(5 * usualPerMinute, `${counter}_of_another_kind`);
    const enough = [expected(usualPerMinute), another];
    const few = [expected(9 / minutes), another];
    const moving = (...segments: readonly CounterSegment[]): readonly InputSeries[] => [
      businessSeries(stage, counter, segments),
      businessSeries(stage, counter, [grow(900, 0)], 2),
    ];
    const hardly = moving(grow(900, usualPerMinute * 0.05));
    /** A rate is whole when the window is; before that it is too low. */
    const before = minutes + 2;
    const back = 8;
    return [
      ...levelStories(stage, {
        series: (stretches) => [
          ...moving(
            grow(before, usualPerMinute),
            ...stretches.map(({ minutes: length, level }) => grow(length, usualPerMinute * level)),
          ),
          ...enough,
          up(stage, 1),
        ],
        beyond: { level: 0.099, words: "9.9 % of what earlier weeks had comes" },
        within: { level: 0.12, words: "12 % of what earlier weeks had comes" },
        usual: { level: 1, words: "as much as in earlier weeks comes" },
        begins: before,
        firesAt: minutes - 1 + 5,
        endsWithin: 2,
        idle: [...moving(grow(before + 20, 0)), ...few, up(stage, 1)],
        lowTraffic: [...moving(grow(3, 1), grow(before + 20, 0)), ...few, up(stage, 1)],
      }),
      stage.story(
        "fires",
        "it fires when targets answer and expose no such counter any more",
        [...enough, up(stage, 1)],
        [...silentAt(minutes + 4), { atMinutes: minutes + 5, alerts: stage.firing(0) }],
      ),
      stage.story(
        "fires",
        "it fires when hardly anything comes a window after targets began to answer",
        [...hardly, ...enough, stage.gauge("up", {}, [hold(back, 0), hold(900, 1)])],
        [...silentAt(minutes + back + 4), { atMinutes: minutes + back + 5, alerts: stage.firing(0.05) }],
      ),
      stage.story(
        "silent",
        "it leaves a service that went down to its own alert",
        [...hardly, ...enough, stage.gauge("up", {}, [hold(back, 1), hold(900, 0)])],
        silentAt(minutes + 5, minutes + back - 1, minutes + 15),
      ),
      stage.story(
        "silent",
        "it stays silent while no earlier weeks are known",
        [...moving(grow(minutes + 20, 0)), up(stage, 1)],
        silentAt(minutes + 6, minutes + 20),
      ),
      ...recordedBusinessCases(stage, counter),
    ];
  });

function up(stage: Stage, value: number): InputSeries {
  return stage.gauge("up", {}, [hold(900, value)]);
}
