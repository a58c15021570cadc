import type { Objective, Urgency } from "../../config/index.ts";
import { type AlertScope, type FiringAlert, firingAlert } from "../alert.ts";
import { burnLimits } from "../burn-pairs.ts";
import type { Place } from "../places.ts";
import { objectiveAlerts } from "../service-alerts.ts";
import type { Behaviour, BehaviourCase, Expectation } from "./behaviour-case.ts";
import { identityAt } from "./case-place.ts";
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
) => BehaviourCase;

/** What the stories of one burn alert are told of. */
export interface StorySubject {
  readonly objective: Objective;
  readonly scope: AlertScope;
  readonly place: Place;
  readonly story: Story;
}

/** A multiple of 5, because the count of bad events in a long window moves in steps of 5 minutes. */
export const outageMinutes = 15;
/** Bad events a minute in steady stories: well above the least that counts. */
export const badPerMinute = 10;

/** The objectives that read the traffic of a story: its own, and those that read the same events. */
export function witnesses({ objective, scope }: StorySubject): readonly Objective[] {
  const { service, objectives } = scope.objectives;
  return objectives.filter(({ indicator }) => seesTraffic(service, objective.indicator, indicator));
}

/** The lowest error ratio above which an objective has an alert of this urgency. */
export function lowestLimit({ targetRatio }: Objective, urgency: Urgency, { objectives }: AlertScope): number {
  return burnLimits(urgency, targetRatio, objectives.windowDays).at(-1)?.thresholdRatio ?? 1;
}

/** Every burn alert that fires in a place while all windows see the same error ratio. */
export function firingAt(
  subject: StorySubject,
  place: Place,
  ratio: number,
  urgencies: readonly Urgency[] = ["page", "ticket"],
): readonly FiringAlert[] {
  const { scope } = subject;
  const labels = identityAt(scope.config, place);
  return witnesses(subject).flatMap((objective) =>
    objectiveAlerts({ ...scope, objectives: { ...scope.objectives, objectives: [objective] } })
      .filter((placed) => placed.scope.places.includes(place) && urgencies.includes(placed.alert.urgency))
      .filter(({ alert }) => ratio > lowestLimit(objective, alert.urgency, scope))
      .map((placed) => firingAlert(placed.alert, placed.scope, labels, ratio)),
  );
}

/** No events at all. */
export function quiet(minutes: number): TrafficSegment {
  return { minutes, goodPerMinute: 0, badPerMinute: 0 };
}

/** Traffic with an error ratio, of a size that {@link badPerMinute} are bad. */
export function steady(ratio: number, minutes: number): TrafficSegment {
  return sized(ratio, minutes, ratio);
}

/** Traffic with an error ratio, of the size that it has when another ratio of it makes {@link badPerMinute}. */
export function sized(ratio: number, minutes: number, sizingRatio: number): TrafficSegment {
  const perMinute = sizingRatio === 0 ? badPerMinute * 10 : badPerMinute / sizingRatio;
  return { minutes, goodPerMinute: perMinute * (1 - ratio), badPerMinute: perMinute * ratio };
}
