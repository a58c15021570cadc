import { exporterMetrics } from "@signalbox/contract";
import type { CounterSegment } from "../cases/behaviour-case.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `InstrumentationErrors`. */
export const instrumentationErrorsCases: SymptomCases = (placed) =>
  onStage(placed, ({ story, firing, counter }) => {
    const errors = (segments: readonly CounterSegment[], pod = 1) =>
      counter(exporterMetrics.internalErrors, {}, segments, pod);
    return [
      story(
        "fires",
        "it fires at the fifth error of all instances together",
        [errors([grow(20, 0), grow(3, 1), grow(7, 0)]), errors([grow(23, 0), grow(2, 1), grow(5, 0)], 2)],
        [...silentAt(24), { atMinutes: 25, alerts: firing(5) }],
        ["fires"],
      ),
      story(
        "silent",
        "it stays silent when four errors are all",
        [errors([grow(20, 0), grow(4, 1), grow(10, 0)])],
        silentAt(24, 30),
        ["silentJustBelow", "silentAtLowTraffic"],
      ),
      story("silent", "it stays silent while nobody calls", [errors([grow(40, 0)])], silentAt(30), [
        "silentWithoutTraffic",
      ]),
      story("silent", "it stays silent without data", [], silentAt(30), ["silentWithoutData"]),
      story(
        "clears",
        "it ends an hour after the errors",
        [errors([grow(2, 4), grow(65, 0)])],
        [{ atMinutes: 30, alerts: firing(8) }, ...silentAt(63)],
        ["clears"],
      ),
    ];
  });
