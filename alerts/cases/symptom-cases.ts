import { alertNames, indicatorLabel, indicatorMetrics } from "@signalbox/contract";
import { type AlertScope, alertingRule, type FiringAlert, firingAlert } from "../alert.ts";
import { type PlacedAlert, symptomAlerts } from "../service-alerts.ts";
import type { Behaviour, BehaviourCase, Expectation, GaugeSegment, InputSeries } from "./behaviour-case.ts";
import { identityAt, namesakeOf, placeName, targetAt } from "./case-place.ts";

/** The stories of the alerts about the service itself. */
export function symptomCases(scope: AlertScope): readonly BehaviourCase[] {
  return symptomAlerts(scope).flatMap((placed) => {
    switch (placed.alert.alert) {
      case alertNames.targetsDown:
        return targetsDownCases(placed);
      case alertNames.absent:
        return absentCases(placed, scope);
      case alertNames.indicatorRouteUnmatched:
        return routeCases(placed);
      default:
        return [];
    }
  });
}

type Story = (
  behaviour: Behaviour,
  sentence: string,
  series: readonly InputSeries[],
  expectations: readonly Expectation[],
) => BehaviourCase;

function storyOf({ alert, scope }: PlacedAlert): Story {
  const rule = alertingRule(alert, scope);
  const { name } = scope.objectives.service;
  const [place] = scope.places;
  const where = place === undefined || placeName(place) === "" ? "" : ` in ${placeName(place)}`;
  return (behaviour, sentence, series, expectations) => ({
    name: `${name} ${alert.alert} ${alert.urgency}${where}: ${sentence}.`,
    service: name,
    alert: alert.alert,
    ruleLabels: rule.labels,
    behaviour,
    series,
    expectations,
  });
}

function targetsDownCases(placed: PlacedAlert): readonly BehaviourCase[] {
  const { alert, scope } = placed;
  const [place] = scope.places;
  if (place === undefined) return [];
  const { config } = scope;
  const story = storyOf(placed);
  const firing: readonly FiringAlert[] = [firingAlert(alert, scope, identityAt(config, place), 0)];
  const pods = (...states: readonly (readonly GaugeSegment[])[]): readonly InputSeries[] =>
    states.map((segments, index) => up(targetAt(config, place, `10.0.0.${index + 1}:9464`), segments));
  const namesake = namesakeOf(place);
  return [
    story(
      "fires",
      "it fires when no target has answered for 2 minutes",
      pods([hold(10, 0)], [hold(3, 1), hold(7, 0)]),
      [
        { atMinutes: 4, alerts: [] },
        { atMinutes: 5, alerts: firing },
      ],
    ),
    story("silent", "it stays silent while one target answers", pods([hold(10, 0)], [hold(10, 1)]), [
      { atMinutes: 9, alerts: [] },
    ]),
    story("silent", "it stays silent where no target is known", [], [{ atMinutes: 9, alerts: [] }]),
    ...(namesake === undefined
      ? []
      : [
          story(
            "silent",
            "it stays silent when a namesake of another team is down",
            [...pods([hold(10, 1)]), up(targetAt(config, namesake), [hold(10, 0)])],
            [{ atMinutes: 9, alerts: [] }],
          ),
        ]),
    story("clears", "it ends when a target answers again", pods([hold(6, 0), hold(4, 1)]), [
      { atMinutes: 5, alerts: firing },
      { atMinutes: 6, alerts: [] },
    ]),
  ];
}

/** Every other place is given a target, because without one its own rule of the same name would fire too. */
function absentCases(placed: PlacedAlert, all: AlertScope): readonly BehaviourCase[] {
  const { alert, scope } = placed;
  const [place] = scope.places;
  if (place === undefined) return [];
  const story = storyOf(placed);
  const firing = [firingAlert(alert, scope, place.labels, 1)];
  const others = all.places
    .filter((other) => other !== place)
    .map((other) => up(targetAt(all.config, other), [hold(30, 1)]));
  const here = (segments: readonly GaugeSegment[]): InputSeries => up(targetAt(all.config, place), segments);
  return [
    story("fires", "it fires when no target was known for 10 minutes", others, [
      { atMinutes: 9, alerts: [] },
      { atMinutes: 10, alerts: firing },
    ]),
    story(
      "silent",
      "it stays silent while a target is known, though it is down",
      [...others, here([hold(30, 0)])],
      [{ atMinutes: 20, alerts: [] }],
    ),
    story(
      "clears",
      "it ends when a target is known again",
      [...others, here([hold(12, undefined), hold(18, 1)])],
      [
        { atMinutes: 11, alerts: firing },
        { atMinutes: 12, alerts: [] },
      ],
    ),
  ];
}

function routeCases(placed: PlacedAlert): readonly BehaviourCase[] {
  const { alert, scope } = placed;
  const { config, objectives } = scope;
  const [place] = scope.places;
  const indicator = Object.entries(objectives.service.indicators).find(
    ([, candidate]) => candidate.kind === "requests" && candidate.routes !== undefined,
  )?.[0];
  if (place === undefined || indicator === undefined) return [];
  const story = storyOf(placed);
  const sli = { [indicatorLabel]: indicator };
  const firing = [firingAlert(alert, scope, { ...identityAt(config, place), ...sli }, 2)];
  const pods = (...states: readonly (readonly GaugeSegment[])[]): readonly InputSeries[] =>
    states.map((segments, index) => ({
      metric: indicatorMetrics.unmatchedRoutes,
      labels: { ...targetAt(config, place, `10.0.0.${index + 1}:9464`), ...sli },
      kind: "gauge",
      segments,
    }));
  return [
    story(
      "fires",
      "it fires when two routes stay unknown, however many pods say so",
      pods([hold(15, 2)], [hold(15, 2)]),
      [
        { atMinutes: 9, alerts: [] },
        { atMinutes: 10, alerts: firing },
      ],
    ),
    story("silent", "it stays silent when every route is known", pods([hold(15, 0)]), [{ atMinutes: 12, alerts: [] }]),
    story("clears", "it ends when every route is known", pods([hold(12, 2), hold(8, 0)]), [
      { atMinutes: 11, alerts: firing },
      { atMinutes: 12, alerts: [] },
    ]),
  ];
}

function hold(minutes: number, value: number | undefined): GaugeSegment {
  return { minutes, value };
}

function up(labels: Readonly<Record<string, string>>, segments: readonly GaugeSegment[]): InputSeries {
  return { metric: "up", labels, kind: "gauge", segments };
}
