import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import { targetAt } from "../cases/case-place.ts";
import type { Place } from "../places.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `ServiceAbsent`. Every other place is given a target, because without one its own rule of the same name would fire too. */
export const serviceAbsentCases: SymptomCases = (placed, all) =>
  onStage(placed, ({ place, story, firing }) => {
    const up = (at: Place, segments: readonly GaugeSegment[]): InputSeries => ({
      metric: "up",
      labels: targetAt(all.config, at),
      kind: "gauge",
      segments,
    });
    const others = all.places.filter((other) => other !== place).map((other) => up(other, [hold(30, 1)]));
    return [
      {
        ...story(
          "fires",
          "it fires when no target was known for 10 minutes",
          others,
          [...silentAt(9), { atMinutes: 10, alerts: firing(1) }],
          ["fires", "silentJustBelow"],
        ),
        notApplicable: {
          silentAtLowTraffic: "It reads whether targets are known, not events.",
          silentWithoutData: "It is what tells that there are no data.",
        },
      },
      story(
        "silent",
        "it stays silent while a target is known, though it is down",
        [...others, up(place, [hold(30, 0)])],
        silentAt(20),
        ["silentWithoutTraffic"],
      ),
      story(
        "clears",
        "it ends when a target is known again",
        [...others, up(place, [hold(12, undefined), hold(18, 1)])],
        [{ atMinutes: 11, alerts: firing(1) }, ...silentAt(12)],
        ["clears"],
      ),
    ];
  });
