import { metricLabel } from "@signalbox/contract";
import type { ThresholdAlert } from "../../config/index.ts";
import type { InputSeries } from "../cases/behaviour-case.ts";
import { windowSeconds } from "../numbers.ts";
import { counterAlerts } from "./business-scope.ts";
import { businessSeries } from "./business-series.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `BusinessThreshold`. */
export const businessThresholdCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const counter = placed.alert.labels[metricLabel] ?? "";
    const limits = counterAlerts("threshold", stage.scope).find((one) => one.counter === counter)?.alert;
    if (limits === undefined) return [];
    const { atLeast, atMost } = limits;
    const fine = atLeast ?? (atMost ?? 1) / 2;
    return [
      ...(atLeast === undefined
        ? []
        : [
            ...side(stage, counter, limits, { beyond: atLeast * 0.88, within: atLeast * 1.02, words: "fewer" }),
            atLimit(stage, counter, limits, atLeast),
          ]),
      ...(atMost === undefined
        ? []
        : [
            ...side(stage, counter, limits, { beyond: atMost * 1.12, within: atMost * 0.98, words: "more" }),
            atLimit(stage, counter, limits, atMost),
          ]),
      {
        ...stage.story(
          "silent",
          "it stays silent while the counter is younger than its window",
          [series(stage, counter, limits, [[minutesOf(limits) - 1, fine / 100]])],
          silentAt(Math.max(1, minutesOf(limits) - 1)),
          ["silentWithoutTraffic"],
        ),
        notApplicable: { silentAtLowTraffic: "It asks for a number of events; with few of them it is meant to fire." },
      },
      stage.story("silent", "it stays silent without data", [], silentAt(20), ["silentWithoutData"]),
    ];
  });

interface Side {
  /** Events within the window that are too few or too many, and such that are just not. */
  readonly beyond: number;
  readonly within: number;
  readonly words: string;
}

function side(stage: Stage, counter: string, limits: ThresholdAlert, { beyond, within, words }: Side) {
  const { story, firing } = stage;
  const window = minutesOf(limits);
  const long = window + 2;
  const idle = businessSeries(stage, counter, [grow(2 + 2 * long, 0)], 2);
  const steady = (...stretches: readonly (readonly [number, number])[]): readonly InputSeries[] => [
    series(stage, counter, limits, stretches),
    idle,
  ];
  return [
    story(
      "fires",
      `it fires when ${words} events come than may, as soon as the counter is as old as its window`,
      steady([long, beyond]),
      [...silentAt(window - 1), { atMinutes: window, alerts: firing(beyond) }],
      ["fires"],
    ),
    story("silent", `it stays silent when hardly not ${words} come`, steady([long, within]), silentAt(long), [
      "silentJustBelow",
    ]),
    story(
      "clears",
      `it ends when not ${words} come than may any more`,
      steady([2, within * 10], [long, beyond], [long, within]),
      [
        { atMinutes: 2 + long, alerts: firing(beyond) },
        { atMinutes: 2 + 2 * long, alerts: [] },
      ],
      ["clears"],
    ),
  ];
}

/** As many as may, all in one minute. */
function atLimit(stage: Stage, counter: string, limits: ThresholdAlert, limit: number) {
  const long = minutesOf(limits) + 2;
  return stage.story(
    "silent",
    `it stays silent when exactly ${limit} come`,
    [businessSeries(stage, counter, [grow(long, 0), grow(1, limit), grow(1, 0)])],
    silentAt(long + 1),
  );
}

/** The counter with so many events in each window of a stretch. */
function series(
  stage: Stage,
  counter: string,
  limits: ThresholdAlert,
  stretches: readonly (readonly [minutes: number, perWindow: number])[],
): InputSeries {
  return businessSeries(
    stage,
    counter,
    stretches.map(([minutes, perWindow]) => grow(minutes, perWindow / minutesOf(limits))),
  );
}

function minutesOf({ within }: ThresholdAlert): number {
  return windowSeconds(within) / 60;
}
