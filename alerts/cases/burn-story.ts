import { budgetRatio, burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import { type AlertScope, type FiringAlert, firingAlert } from "../alert.ts";
import type { Place } from "../places.ts";
import { objectiveAlerts } from "../service-alerts.ts";
import type { Behaviour, BehaviourCase, Expectation } from "./behaviour-case.ts";
import { identityAt } from "./case-place.ts";
import type { Proof } from "./proofs.ts";
import { seesTraffic, type TrafficSegment } from "./traffic.ts";

/** Traffic of one place. */
interface PlacedTraffic {
  readonly at: Place;
  readonly segments: readonly TrafficSegment[];
}

/** Builds a case of one burn alert. */
export type Story = (
  behaviour: Behaviour,
  sentence: string,
  traffic: readonly PlacedTraffic[],
  expectations: readonly Expectation[],
  proves?: readonly Proof[],
) => BehaviourCase;

/** What the stories of one burn alert are told of. */
export interface StorySubject {
  readonly objective: Objective;
  readonly scope: AlertScope;
  readonly place: Place;
  readonly story: Story;
}

/** The objectives that read the traffic of a story: its own, and those that read the same events. */
export function witnesses({ objective, scope }: Pick<StorySubject, "objective" | "scope">): readonly Objective[] {
  const { service, objectives } = scope.objectives;
  return objectives.filter(({ indicator }) => seesTraffic(service, objective.indicator, indicator));
}

/** Minutes after which every witness has seen enough of an outage; those of a time slice need one for each bad minute. */
export function firstMinutes(subject: StorySubject): number {
  const slices = witnesses(subject).filter(({ kind }) => kind === "timeSlice");
  return Math.max(5, ...slices.map(({ minimumBadEvents }) => minimumBadEvents));
}

/** Length of an outage in minutes: a multiple of 5, because the count of bad events in a long window moves in steps of 5 minutes. */
export function outageMinutes(subject: StorySubject): number {
  return Math.max(15, Math.ceil(firstMinutes(subject) / 5) * 5);
}

/** Bad events a minute in steady stories: well above the least that counts. */
export function badPerMinute(subject: StorySubject): number {
  return Math.max(...witnesses(subject).map(({ minimumBadEvents }) => 2 * minimumBadEvents));
}

/** The lowest error ratio above which an objective has an alert of this urgency. */
export function lowestLimit({ targetRatio, windowDays }: Objective, urgency: Urgency): number {
  return burnLimits(urgency, targetRatio, windowDays).at(-1)?.thresholdRatio ?? 1;
}

/** The error ratio of traffic above which an objective has an alert of this urgency; time slices ask which minutes are bad. */
export function lowestTrafficLimit(objective: Objective, urgency: Urgency): number {
  return objective.kind === "timeSlice" ? budgetRatio(objective.goodRatio) : lowestLimit(objective, urgency);
}

/** The error ratio that an objective records while its traffic has one all the time. */
function ratioSeen(objective: Objective, trafficRatio: number): number {
  if (objective.kind === "events") return trafficRatio;
  return trafficRatio > budgetRatio(objective.goodRatio) ? 1 : 0;
}

/** Every burn alert that fires in a place while all windows see the same error ratio. */
export function firingAt(
  subject: StorySubject,
  place: Place,
  ratio: number,
  urgencies: readonly Urgency[] = ["page", "ticket"],
): readonly FiringAlert[] {
  return burning(subject, place, urgencies, (objective, urgency) => {
    const seen = ratioSeen(objective, ratio);
    return seen > lowestLimit(objective, urgency) ? seen : undefined;
  });
}

/**
 * Every burn alert of the witnesses that fires in a place.
 * @param firingValue the value with which an objective's alert of an urgency fires; undefined: it does not
 */
export function burning(
  subject: Pick<StorySubject, "objective" | "scope">,
  place: Place,
  urgencies: readonly Urgency[],
  firingValue: (objective: Objective, urgency: Urgency) => number | undefined,
): readonly FiringAlert[] {
  const { scope } = subject;
  const labels = identityAt(scope.config, place);
  return witnesses(subject).flatMap((objective) =>
    objectiveAlerts({ ...scope, objectives: { ...scope.objectives, objectives: [objective] } })
      .filter((placed) => placed.scope.places.includes(place) && urgencies.includes(placed.alert.urgency))
      .flatMap((placed) => {
        const value = firingValue(objective, placed.alert.urgency);
        return value === undefined ? [] : [firingAlert(placed.alert, placed.scope, labels, value)];
      }),
  );
}

/** No events at all. */
export function quiet(minutes: number): TrafficSegment {
  return { minutes, goodPerMinute: 0, badPerMinute: 0 };
}

/** Traffic with an error ratio, of a size that {@link badPerMinute} are bad. */
export function steady(subject: StorySubject, ratio: number, minutes: number): TrafficSegment {
  return sized(subject, ratio, minutes, ratio);
}

/** Traffic with an error ratio, of the size that it has when another ratio of it makes {@link badPerMinute}. */
export function sized(subject: StorySubject, ratio: number, minutes: number, sizingRatio: number): TrafficSegment {
  const bad = badPerMinute(subject);
  const perMinute = sizingRatio === 0 ? bad * 10 : bad / sizingRatio;
  return { minutes, goodPerMinute: perMinute * (1 - ratio), badPerMinute: perMinute * ratio };
}
