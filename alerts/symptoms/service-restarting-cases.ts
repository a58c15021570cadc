import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import { exposing, type SymptomCases } from "./symptom.ts";
import { hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** Every start has a time of its own. */
const runs = (...minutes: readonly number[]): readonly GaugeSegment[] =>
  minutes.map((length, index) => hold(length, 1_700_000_000 + index * 100));

const flaps = (times: number): readonly GaugeSegment[] =>
  Array.from({ length: times }, () => [hold(1, 1), hold(1, 0)]).flat();

/** A minute of answers, then 5 without, so often: as long as Kubernetes waits at most before it starts a container again. */
const crashLoop = (starts: number): readonly GaugeSegment[] =>
  Array.from({ length: starts }, () => [hold(1, 1), hold(5, 0)]).flat();

/** The stories of `ServiceRestarting`. */
export const serviceRestartingCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => [
    ...(exposing("process_start_time_seconds")(stage.scope.objectives) ? startStories(stage) : []),
    ...flapStories(stage),
  ]);

function startStories({ story, firing, gauge }: Stage): ReturnType<SymptomCases> {
  const starts = (segments: readonly GaugeSegment[], pod = 1): InputSeries =>
    gauge("process_start_time_seconds", {}, segments, pod);
  return [
    story(
      "fires",
      "it fires when an instance starts for the third time again",
      [starts(runs(3, 3, 3, 12))],
      [...silentAt(8), { atMinutes: 9, alerts: firing(3) }],
    ),
    story("silent", "it stays silent when an instance starts twice again", [starts(runs(3, 3, 15))], silentAt(7, 20)),
    story(
      "silent",
      "it stays silent when a rollout starts every instance again",
      [1, 2, 3, 4].map((pod) => starts(runs(3 + pod, 15), pod)),
      silentAt(5, 8, 12),
    ),
    story(
      "clears",
      "it ends half an hour after the first of three starts was 15 minutes ago",
      [starts(runs(3, 3, 3, 45))],
      [...[16, 18, 46].map((atMinutes) => ({ atMinutes, alerts: firing(3) })), ...silentAt(47, 49)],
    ),
  ];
}

function flapStories({ story, firing, gauge }: Stage): ReturnType<SymptomCases> {
  const up = (segments: readonly GaugeSegment[], pod = 1): InputSeries => gauge("up", {}, segments, pod);
  return [
    {
      ...story(
        "fires",
        "it fires when a target has fallen silent and answered again 3 times",
        [up([...flaps(3), hold(20, 1)])],
        [...silentAt(5), { atMinutes: 6, alerts: firing(3) }],
        ["fires"],
      ),
      notApplicable: { silentAtLowTraffic: "It reads starts and scrapes, not events." },
    },
    story(
      "fires",
      "it goes on without a break while a pod crashes and waits 5 minutes for its next start",
      [up([...flaps(3), ...crashLoop(10)]), up([hold(66, 1)], 2)],
      [...silentAt(5), ...[6, 22, 34, 46, 58].map((atMinutes) => ({ atMinutes, alerts: firing(3) }))],
    ),
    story(
      "silent",
      "it stays silent when each of two targets has fallen silent and answered again twice",
      [up([...flaps(2), hold(20, 1)]), up([...flaps(2), hold(20, 1)], 2)],
      silentAt(4, 6, 12),
      ["silentJustBelow"],
    ),
    story(
      "clears",
      "it ends half an hour after the third silence before was 15 minutes ago",
      [up([...flaps(3), hold(50, 1)])],
      [...[10, 20, 44].map((atMinutes) => ({ atMinutes, alerts: firing(3) })), ...silentAt(45, 50)],
      ["clears"],
    ),
    story("silent", "it stays silent while nobody calls", [up([hold(20, 1)])], silentAt(15), ["silentWithoutTraffic"]),
    story("silent", "it stays silent without data", [], silentAt(15), ["silentWithoutData"]),
  ];
}
