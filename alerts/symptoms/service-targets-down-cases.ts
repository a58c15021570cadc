import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import { namesakeOf, targetAt } from "../cases/case-place.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, silentAt } from "./symptom-stage.ts";

/** Crash and start so often: a minute of answers, then 5 without. */
const crashLoop = (starts: number): readonly GaugeSegment[] =>
  Array.from({ length: starts }, () => [hold(1, 1), hold(5, 0)]).flat();

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
        "fires",
        "it goes on without a break while pods crash, start for a minute and wait 5 minutes for the next start",
        [up(crashLoop(7)), up([hold(1, 0), ...crashLoop(7)], 2)],
        Array.from({ length: 38 }, (_, index) => ({ atMinutes: 4 + index, alerts: firing(0) })),
      ),
      story(
        "clears",
        "it ends when a target has answered for 5 minutes",
        [up([hold(6, 0), hold(8, 1)])],
        [...[5, 6, 10].map((atMinutes) => ({ atMinutes, alerts: firing(0) })), ...silentAt(11, 13)],
        ["clears"],
      ),
    ];
  });
