import type { InputSeries } from "../cases/behaviour-case.ts";
import { plain } from "../numbers.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `EventLoopSaturated`. */
export const eventLoopSaturatedCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const loop = (stretches: readonly Stretch[], pod: number) => [
      stage.counter(
        "nodejs_eventloop_time_seconds_total",
        { state: "active" },
        stretches.map(({ minutes, level }) => grow(minutes, 60 * level)),
        pod,
      ),
      stage.counter(
        "nodejs_eventloop_time_seconds_total",
        { state: "idle" },
        stretches.map(({ minutes, level }) => grow(minutes, 60 * (1 - level))),
        pod,
      ),
    ];
    return [
      ...levelStories(stage, {
        series: (stretches) => [...loop(stretches, 1), ...loop([{ minutes: 40, level: 0.3 }], 2)],
        beyond: { level: 0.95, words: "one of two loops is busy 95 % of 15 minutes" },
        within: { level: 0.89, words: "a loop is busy 89 % of the time" },
        usual: { level: 0.4, words: "the loop has room again" },
        firesAt: 16,
        endsWithin: 2,
        idle: loop([{ minutes: 25, level: 0.001 }], 1),
        lowTraffic: "It reads the time of the event loop, not events.",
      }),
      stage.story(
        "fires",
        "it fires when the process starts again and its loop is as busy as before",
        [restarted(stage, "active", 0.95), restarted(stage, "idle", 0.05)],
        [...silentAt(15), { atMinutes: 16, alerts: stage.firing(0.95) }],
      ),
    ];
  });

/** The time of a loop in one state, of a process that starts again in the 14th minute: half of that minute is lost with it. */
function restarted(stage: Stage, state: string, share: number): InputSeries {
  const before = Array.from({ length: 14 }, (_, minute) => minute * 60);
  const after = [30, 90, 150, 210, 270];
  return stage.gauge(
    "nodejs_eventloop_time_seconds_total",
    { state },
    [...before, ...after].map((seconds) => hold(1, plain(seconds * share))),
  );
}
