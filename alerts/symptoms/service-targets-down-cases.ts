import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import { namesakeOf, targetAt } from "../cases/case-place.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `ServiceTargetsDown`. */
export const serviceTargetsDownCases: SymptomCases = (placed) =>
  onStage(placed, ({ scope, place, story, firing, gauge }) => {
    const up = (segments: readonly GaugeSegment[], pod = 1): InputSeries => gauge("up", {}, segments, pod);
    const namesake = namesakeOf(place);
    return [
      {
        ...story(
          "fires",
          "it fires when no target has answered for 2 minutes",
          [up([hold(10, 0)], 1), up([hold(3, 1), hold(7, 0)], 2)],
          [...silentAt(4), { atMinutes: 5, alerts: firing(0) }],
          ["fires", "silentJustBelow"],
        ),
        notApplicable: { silentAtLowTraffic: "It reads whether targets answer their scrapes, not events." },
      },
      story(
        "silent",
        "it stays silent while one target answers",
        [up([hold(10, 0)], 1), up([hold(10, 1)], 2)],
        silentAt(9),
        ["silentWithoutTraffic"],
      ),
      story("silent", "it stays silent where no target is known", [], silentAt(9), ["silentWithoutData"]),
      ...(namesake === undefined
        ? []
        : [
            story(
              "silent",
              "it stays silent when a namesake of another team is down",
              [up([hold(10, 1)], 1), { ...up([hold(10, 0)]), labels: targetAt(scope.config, namesake) }],
              silentAt(9),
            ),
          ]),
      story(
        "clears",
        "it ends when a target answers again",
        [up([hold(6, 0), hold(4, 1)])],
        [{ atMinutes: 5, alerts: firing(0) }, ...silentAt(6)],
        ["clears"],
      ),
    ];
  });
