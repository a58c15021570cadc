import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** 10 periods a second while busy, in which two threads are held back for 50 ms each. */
const busy = { periodsPerMinute: 600, heldSeconds: 0.1 };

/** One period a second while idle, a collection of garbage in half of them. */
const idle = { periodsPerMinute: 60, heldSeconds: 0.08 };

/** A container that computes in one of four minutes, with many threads that are held back at once. */
const bursts = { every: 4, restPeriods: 10, burstPeriods: 60, throttledPeriods: 54, heldSeconds: 0.4 };

/** The stories of `CpuThrottled`. */
export const cpuThrottledCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => [
    ...levelStories(stage, {
      series: (stretches) => [
        ...container(stage, stretches, busy),
        ...container(stage, [{ minutes: 40, level: 0.1 }], busy, 2),
      ],
      beyond: { level: 0.3, words: "30 % of the periods are throttled for 15 minutes" },
      within: { level: 0.24, words: "24 % of the periods are throttled" },
      usual: { level: 0.02, words: "few periods are throttled again" },
      firesAt: 16,
      endsWithin: 2,
      idle: container(stage, [{ minutes: 25, level: 0 }], { periodsPerMinute: 0, heldSeconds: 0 }),
      lowTraffic: "It reads the periods of the container, not events.",
    }),
    stage.story(
      "silent",
      "it stays silent when half of the few periods of two idle containers are throttled",
      [1, 2].flatMap((pod) => container(stage, [{ minutes: 20, level: 0.5 }], idle, pod)),
      silentAt(16, 20),
    ),
    stage.story(
      "fires",
      "it fires when a container is held back for long whenever it computes, which is every 4 minutes",
      burstSeries(stage),
      [
        ...silentAt(15),
        {
          atMinutes: 16,
          alerts: stage.firing(
            bursts.throttledPeriods / (bursts.burstPeriods + (bursts.every - 1) * bursts.restPeriods),
          ),
        },
      ],
    ),
  ]);

function burstSeries(stage: Stage): readonly InputSeries[] {
  const { every, burstPeriods, restPeriods, throttledPeriods, heldSeconds } = bursts;
  const counter = (metric: string, inBurst: number, atRest: number): InputSeries =>
    stage.counter(metric, {}, Array.from({ length: 5 }, () => [grow(1, inBurst), grow(every - 1, atRest)]).flat());
  return [
    counter("process_cgroup_cpu_periods_total", burstPeriods, restPeriods),
    counter("process_cgroup_cpu_throttled_periods_total", throttledPeriods, 0),
    counter("process_cgroup_cpu_throttled_seconds_total", throttledPeriods * heldSeconds, 0),
  ];
}

function container(
  stage: Stage,
  stretches: readonly Stretch[],
  { periodsPerMinute, heldSeconds }: typeof busy,
  pod = 1,
): readonly InputSeries[] {
  const counter = (metric: string, perMinute: (level: number) => number): InputSeries =>
    stage.counter(
      metric,
      {},
      stretches.map(({ minutes, level }) => grow(minutes, perMinute(level))),
      pod,
    );
  return [
    counter("process_cgroup_cpu_periods_total", () => periodsPerMinute),
    counter("process_cgroup_cpu_throttled_periods_total", (level) => periodsPerMinute * level),
    counter("process_cgroup_cpu_throttled_seconds_total", (level) => periodsPerMinute * level * heldSeconds),
  ];
}
