import type { InputSeries } from "../cases/behaviour-case.ts";
import { levelStories, type Stretch } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

const limitBytes = 500_000_000;
const heapLimitBytes = 300_000_000;

/** The stories of `MemoryNearLimit`. A second instance has room, so that what is told of the fullest is not told of all together. */
export const memoryNearLimitCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const roomy = [
      ...memory(stage, [{ minutes: 40, level: 0.3 }], 2),
      ...heap(stage, [{ minutes: 40, level: 0.2 }], 2),
    ];
    return [
      ...levelStories(stage, {
        series: (stretches) => [...memory(stage, stretches), ...heap(stage, [{ minutes: 40, level: 0.4 }]), ...roomy],
        beyond: { level: 0.95, words: "95 % of the container's limit are used for 15 minutes" },
        within: { level: 0.88, words: "88 % of the container's limit are used" },
        usual: { level: 0.5, words: "half of the limit is used again" },
        firesAt: 15,
        endsWithin: 0,
        idle: [
          ...memory(stage, [{ minutes: 25, level: 0.2 }]),
          ...heap(stage, [{ minutes: 25, level: 0.1 }]),
          // The page cache fills a container that reads files.
          stage.gauge("process_cgroup_memory_usage_bytes", {}, [hold(25, 495_000_000)]),
        ],
        lowTraffic: "It reads memory, not events.",
      }),
      stage.story(
        "fires",
        "it fires when the heap is nearly as large as it may be, though the container has room",
        [...memory(stage, [{ minutes: 20, level: 0.6 }]), ...heap(stage, [{ minutes: 20, level: 0.93 }]), ...roomy],
        [...silentAt(14), { atMinutes: 15, alerts: stage.firing(0.93) }],
      ),
      stage.story(
        "silent",
        "it stays silent while 89 % of the heap are used and the container has no limit",
        heap(stage, [{ minutes: 20, level: 0.89 }]),
        silentAt(15, 19),
      ),
      stage.story(
        "silent",
        "it stays silent where a limit of 0 means that there is none",
        [...memory(stage, [{ minutes: 20, level: 0.6 }], 1, 0), ...heap(stage, [{ minutes: 20, level: 0.5 }], 1, 0)],
        silentAt(15, 19),
      ),
    ];
  });

function memory(stage: Stage, stretches: readonly Stretch[], pod = 1, limit = limitBytes): readonly InputSeries[] {
  return [
    shareOf(stage, "process_resident_memory_bytes", limitBytes, stretches, pod),
    stage.gauge("process_cgroup_memory_limit_bytes", {}, [hold(60, limit)], pod),
  ];
}

function heap(stage: Stage, stretches: readonly Stretch[], pod = 1, limit = heapLimitBytes): readonly InputSeries[] {
  return [
    shareOf(stage, "nodejs_heap_size_used_bytes", heapLimitBytes, stretches, pod),
    stage.gauge("nodejs_heap_size_limit_bytes", {}, [hold(60, limit)], pod),
  ];
}

function shareOf(
  stage: Stage,
  metric: string,
  ofBytes: number,
  stretches: readonly Stretch[],
  pod: number,
): InputSeries {
  return stage.gauge(
    metric,
    {},
    stretches.map(({ minutes, level }) => hold(minutes, Math.round(ofBytes * level))),
    pod,
  );
}
