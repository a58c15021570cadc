import type { BehaviourCase, Expectation, InputSeries } from "../cases/behaviour-case.ts";
import { namesakeOf } from "../cases/case-place.ts";
import type { Proof } from "../cases/proofs.ts";
import { type Stage, silentAt } from "./symptom-stage.ts";

/** A stretch of time in which what a rule reads is at one level. */
export interface Stretch {
  readonly minutes: number;
  readonly level: number;
}

/** An alert that fires while a level is beyond its limit, told by levels. */
export interface LevelAlert {
  /** The series of these stretches, the first of which begins at minute 0. */
  readonly series: (stretches: readonly Stretch[]) => readonly InputSeries[];
  /** What is beyond the limit, what is just within it, and what is usual; each with its words after "when" and "while". */
  readonly beyond: Level;
  readonly within: Level;
  readonly usual: Level;
  /** Minutes before the first stretch, in which the series show something else; default 0. */
  readonly begins?: number;
  /** The first minute of the first stretch at which it fires when that is beyond its limit. */
  readonly firesAt: number;
  /** Minutes of the usual level after which it has ended. */
  readonly endsWithin: number;
  /** The value of the alert beyond its limit; default the level. */
  readonly value?: number;
  /** The labels of the alert beside the identity; default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The series of a service that runs and is idle, or why there is no such case. */
  readonly idle: readonly InputSeries[] | string;
  /** The series of a service with very few events, one of them bad, or why there is no such case. */
  readonly lowTraffic: readonly InputSeries[] | string;
}

interface Level {
  readonly level: number;
  readonly words: string;
}

/** Fires, does not fire just below, clears, and is silent when idle, with few events and without data. */
export function levelStories(stage: Stage, told: LevelAlert): readonly BehaviourCase[] {
  const { story } = stage;
  const { series, beyond, within, usual, begins = 0, endsWithin, idle, lowTraffic } = told;
  const firing = stage.firing(told.value ?? beyond.level, told.labels);
  const long = told.firesAt + 5;
  const firesAt = begins + told.firesAt;
  const end = begins + long;
  const fires: readonly Expectation[] = [
    { atMinutes: firesAt - 1, alerts: [] },
    { atMinutes: firesAt, alerts: firing },
  ];
  const ending = [
    { minutes: long, level: beyond.level },
    { minutes: endsWithin + 2, level: usual.level },
  ];
  const ends: readonly Expectation[] = [
    { atMinutes: firesAt + 2, alerts: firing },
    { atMinutes: end + endsWithin, alerts: [] },
  ];
  const quiet = (sentence: string, given: readonly InputSeries[] | string, proof: Proof): readonly BehaviourCase[] =>
    typeof given === "string" ? [] : [story("silent", sentence, given, silentAt(firesAt, end), [proof])];
  const notApplicable = {
    ...(typeof idle === "string" ? { silentWithoutTraffic: idle } : {}),
    ...(typeof lowTraffic === "string" ? { silentAtLowTraffic: lowTraffic } : {}),
  };
  return [
    {
      ...story("fires", `it fires when ${beyond.words}`, series([{ minutes: long, level: beyond.level }]), fires, [
        "fires",
      ]),
      notApplicable,
    },
    story(
      "silent",
      `it stays silent while ${within.words}`,
      series([{ minutes: long, level: within.level }]),
      silentAt(firesAt, end),
      ["silentJustBelow"],
    ),
    story("clears", `it ends when ${usual.words}`, series(ending), ends, ["clears"]),
    ...quiet("it stays silent while nobody calls", idle, "silentWithoutTraffic"),
    ...quiet("it stays silent when one of few events is bad", lowTraffic, "silentAtLowTraffic"),
    story("silent", "it stays silent without data", [], silentAt(firesAt), ["silentWithoutData"]),
    ...namesakeStory(stage, series([{ minutes: long, level: beyond.level }]), firesAt),
  ];
}

/** The same trouble of a service of another team that has the same name. */
function namesakeStory(
  { place, story }: Stage,
  series: readonly InputSeries[],
  atMinutes: number,
): readonly BehaviourCase[] {
  const namesake = namesakeOf(place);
  if (namesake === undefined) return [];
  const elsewhere = series.map((one) => ({ ...one, labels: { ...one.labels, ...namesake.labels } }));
  return [story("silent", "it stays silent when a namesake of another team has it", elsewhere, silentAt(atMinutes))];
}
