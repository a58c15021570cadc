import { alertNames } from "@signalbox/contract";
import { burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import type { Place } from "../places.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { goesQuiet, outnumbered, recovers } from "./burn-endings.ts";
import { spentShare } from "./burn-spent-share.ts";
import {
  firingAt,
  firstMinutes,
  lowestTrafficLimit,
  outageMinutes,
  quiet,
  type Story,
  type StorySubject,
  steady,
  witnesses,
} from "./burn-story.ts";
import { namesakeOf, placeName, targetAt } from "./case-place.ts";
import type { Proof } from "./proofs.ts";
import { goodMinutesFollow } from "./slice-endings.ts";
import { type TrafficSegment, trafficSeries } from "./traffic.ts";

/** The stories of one objective's burn alerts. */
export function errorBudgetBurnCases(objective: Objective, scope: AlertScope): readonly BehaviourCase[] {
  return (["page", "ticket"] as const).flatMap((urgency) => {
    const place = scope.places.find(({ pages }) => pages || urgency === "ticket");
    if (place === undefined || (urgency === "page" && !objective.page)) return [];
    const subject = { objective, scope, place, story: storyOf(objective, urgency, scope) };
    return [
      ...steadyStories(subject, lowestTrafficLimit(objective, urgency)),
      ...silentStories(subject),
      ...placeStories(subject, urgency),
      ...endings(subject, urgency),
    ];
  });
}

/** How an alert ends depends on whether events or minutes are counted; where both read the same traffic, only hours of good end both. */
function endings(subject: StorySubject, urgency: Urgency): readonly BehaviourCase[] {
  const { objective, scope } = subject;
  const kinds = new Set(witnesses(subject).map(({ kind }) => kind));
  if (kinds.size > 1) return [recovers(subject)];
  if (objective.kind === "timeSlice") return [urgency === "page" ? goodMinutesFollow(subject) : recovers(subject)];
  if (urgency === "ticket") return [outnumbered(subject)];
  // Its story is long, and the same for every objective.
  const tellsShare = objective === scope.objectives.objectives.find(({ page }) => page);
  const limits = burnLimits(urgency, objective.targetRatio, objective.windowDays);
  return [...(tellsShare ? spentShare(subject, limits) : []), goesQuiet(subject)];
}

function storyOf(objective: Objective, urgency: Urgency, scope: AlertScope): Story {
  const { service } = scope.objectives;
  return (behaviour, sentence, traffic, expectations, proves) => ({
    name: `${service.name} ${objective.indicator} ${urgency}: ${sentence}.`,
    service: service.name,
    alert: alertNames.errorBudgetBurn,
    ruleLabels: alertingRule(errorBudgetBurn(objective, urgency, scope), scope).labels,
    behaviour,
    ...(proves === undefined ? {} : { proves }),
    series: traffic.flatMap(({ at, segments }) =>
      trafficSeries(service, objective.indicator, targetAt(scope.config, at), segments),
    ),
    expectations,
  });
}

function steadyStories(subject: StorySubject, lowest: number): readonly BehaviourCase[] {
  const { place, story } = subject;
  const outage = outageMinutes(subject);
  const at = (ratio: number) => [{ at: place, segments: [steady(subject, ratio, outage)] }];
  const told = (atMinutes: number, ratio: number) => ({ atMinutes, alerts: firingAt(subject, place, ratio) });
  const above = Math.min(lowest * 1.05, (1 + lowest) / 2);
  const below = lowest * 0.95;
  const first = firstMinutes(subject);
  const allAtOnce = witnesses(subject).every(
    ({ kind, minimumBadEvents }) => kind === "timeSlice" && minimumBadEvents === first,
  );
  return [
    story("fires", "it fires when every event fails, from the first error on", at(1), [
      { atMinutes: allAtOnce ? first - 1 : 0, alerts: [] },
      told(first, 1),
    ]),
    story("fires", "it fires just above its lowest limit", at(above), [told(outage, above)]),
    story(
      "silent",
      "it stays silent just below its lowest limit",
      at(below),
      [told(outage, below)],
      ["silentJustBelow"],
    ),
  ];
}

function silentStories(subject: StorySubject): readonly BehaviourCase[] {
  const { place, story } = subject;
  const outage = outageMinutes(subject);
  const silent = (
    sentence: string,
    segments: readonly TrafficSegment[],
    minutes: readonly number[],
    proof: Proof,
  ): BehaviourCase => {
    const traffic = segments.length === 0 ? [] : [{ at: place, segments }];
    const expectations = minutes.map((atMinutes) => ({ atMinutes, alerts: [] }));
    return story("silent", sentence, traffic, expectations, [proof]);
  };
  const oneFailure = [quiet(10), { minutes: 1, goodPerMinute: 0, badPerMinute: 1 }, quiet(10)];
  const oneIsTold = witnesses(subject).some(({ minimumBadEvents }) => minimumBadEvents === 1);
  return [
    {
      ...silent("it stays silent without traffic", [quiet(outage)], [outage], "silentWithoutTraffic"),
      ...(oneIsTold ? { notApplicable: { silentAtLowTraffic: "One bad event is told: minimumBadEvents is 1." } } : {}),
    },
    silent("it stays silent without data", [], [outage], "silentWithoutData"),
    ...(oneIsTold
      ? []
      : [
          silent(
            "it stays silent when the only request of the night fails",
            oneFailure,
            [11, 12, 13, 15, 20],
            "silentAtLowTraffic",
          ),
        ]),
  ];
}

/** An outage elsewhere: of a namesake, and of each other place of the service. */
function placeStories(subject: StorySubject, urgency: Urgency): readonly BehaviourCase[] {
  const { scope, place, story } = subject;
  const outage = outageMinutes(subject);
  const outageAt = (other: Place) => [
    { at: place, segments: [steady(subject, 0, outage)] },
    { at: other, segments: [steady(subject, 1, outage)] },
  ];
  const namesake = namesakeOf(place);
  const silent = [{ atMinutes: outage, alerts: [] }];
  return [
    ...(namesake === undefined
      ? []
      : [story("silent", "it stays silent when a namesake of another team fails", outageAt(namesake), silent)]),
    ...scope.places
      .filter((other) => other !== place)
      .map((other) =>
        story(
          urgency === "page" && !other.pages ? "silent" : "fires",
          `an outage in ${placeName(other)} is told of that place only`,
          outageAt(other),
          [{ atMinutes: outage, alerts: firingAt(subject, other, 1) }],
        ),
      ),
  ];
}
