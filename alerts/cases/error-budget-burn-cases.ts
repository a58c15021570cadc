import { alertNames } from "@signalbox/contract";
import type { Objective, Urgency } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { burnLimits } from "../burn-pairs.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import type { Place } from "../places.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { goesQuiet, outnumbered, recovers } from "./burn-endings.ts";
import { spentShare } from "./burn-spent-share.ts";
import { firingAt, lowestLimit, outageMinutes, quiet, type Story, type StorySubject, steady } from "./burn-story.ts";
import { namesakeOf, placeName, targetAt } from "./case-place.ts";
import { trafficSeries } from "./traffic.ts";

/** The stories of one objective's burn alerts. */
export function errorBudgetBurnCases(objective: Objective, scope: AlertScope): readonly BehaviourCase[] {
  return (["page", "ticket"] as const).flatMap((urgency) => {
    const place = scope.places.find(({ pages }) => pages || urgency === "ticket");
    if (place === undefined || (urgency === "page" && !objective.page)) return [];
    const subject = { objective, scope, place, story: storyOf(objective, urgency, scope) };
    const limits = burnLimits(urgency, objective.targetRatio, scope.objectives.windowDays);
    const own = {
      page: () => [...spentShare(subject, limits), goesQuiet(subject)],
      ticket: () => [outnumbered(subject), ...(tellsWindows(objective, scope) ? [recovers(subject)] : [])],
    };
    return [
      ...steadyStories(subject, lowestLimit(objective, urgency, scope)),
      ...silentStories(subject),
      ...placeStories(subject, urgency),
      ...own[urgency](),
    ];
  });
}

/** The windows are the same for every objective and their story is long, so only the first objective tells it. */
function tellsWindows(objective: Objective, scope: AlertScope): boolean {
  return objective === scope.objectives.objectives[0];
}

function storyOf(objective: Objective, urgency: Urgency, scope: AlertScope): Story {
  const { service } = scope.objectives;
  return (behaviour, sentence, traffic, expectations) => ({
    name: `${service.name} ${objective.indicator} ${urgency}: ${sentence}.`,
    service: service.name,
    alert: alertNames.errorBudgetBurn,
    ruleLabels: alertingRule(errorBudgetBurn(objective, urgency, scope), scope).labels,
    behaviour,
    series: traffic.flatMap(({ at, segments }) =>
      trafficSeries(service, objective.indicator, targetAt(scope.config, at), segments),
    ),
    expectations,
  });
}

function steadyStories(subject: StorySubject, lowest: number): readonly BehaviourCase[] {
  const { place, story } = subject;
  const at = (ratio: number) => [{ at: place, segments: [steady(ratio, outageMinutes)] }];
  const told = (atMinutes: number, ratio: number) => ({ atMinutes, alerts: firingAt(subject, place, ratio) });
  const above = lowest * 1.05;
  const below = lowest * 0.95;
  return [
    story("fires", "it fires when every event fails, from the first error on", at(1), [
      { atMinutes: 0, alerts: [] },
      told(5, 1),
    ]),
    story("fires", "it fires just above its lowest limit", at(above), [told(outageMinutes, above)]),
    story("silent", "it stays silent just below its lowest limit", at(below), [told(outageMinutes, below)]),
  ];
}

function silentStories({ place, story }: StorySubject): readonly BehaviourCase[] {
  const silentAt = (...minutes: readonly number[]) => minutes.map((atMinutes) => ({ atMinutes, alerts: [] }));
  const oneFailure = [quiet(10), { minutes: 1, goodPerMinute: 0, badPerMinute: 1 }, quiet(20)];
  return [
    story(
      "silent",
      "it stays silent without traffic",
      [{ at: place, segments: [quiet(outageMinutes)] }],
      silentAt(outageMinutes),
    ),
    story("silent", "it stays silent without data", [], silentAt(outageMinutes)),
    story(
      "silent",
      "it stays silent when the only request of the night fails",
      [{ at: place, segments: oneFailure }],
      silentAt(11, 12, 13, 15, 20, 30),
    ),
  ];
}

/** An outage elsewhere: of a namesake, and of each other place of the service. */
function placeStories(subject: StorySubject, urgency: Urgency): readonly BehaviourCase[] {
  const { scope, place, story } = subject;
  const outageAt = (other: Place) => [
    { at: place, segments: [steady(0, outageMinutes)] },
    { at: other, segments: [steady(1, outageMinutes)] },
  ];
  const namesake = namesakeOf(place);
  const silent = [{ atMinutes: outageMinutes, alerts: [] }];
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
          [{ atMinutes: outageMinutes, alerts: firingAt(subject, other, 1) }],
        ),
      ),
  ];
}
