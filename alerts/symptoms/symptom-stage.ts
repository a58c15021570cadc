import { type AlertScope, alertingRule, type FiringAlert, firingAlert } from "../alert.ts";
import type {
  Behaviour,
  BehaviourCase,
  CounterSegment,
  Expectation,
  GaugeSegment,
  InputSeries,
} from "../cases/behaviour-case.ts";
import { identityAt, placeName, targetAt } from "../cases/case-place.ts";
import type { Proof } from "../cases/proofs.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import type { Place } from "../places.ts";

/** What a story is told with: one rule, in one of its places. */
export interface Stage {
  readonly scope: AlertScope;
  readonly place: Place;
  readonly story: Story;
  /** The alert of this rule while it fires with a value. */
  readonly firing: (value: number, labels?: Readonly<Record<string, string>>) => readonly FiringAlert[];
  /** A gauge of one pod. */
  readonly gauge: (
    metric: string,
    labels: Readonly<Record<string, string>>,
    segments: readonly GaugeSegment[],
    pod?: number,
  ) => InputSeries;
  /** A counter of one pod. */
  readonly counter: (
    metric: string,
    labels: Readonly<Record<string, string>>,
    segments: readonly CounterSegment[],
    pod?: number,
  ) => InputSeries;
  /** Series that a rule of the same file records, in the place. */
  readonly recorded: (
    metric: string,
    labels: Readonly<Record<string, string>>,
    segments: readonly GaugeSegment[],
  ) => InputSeries;
}

/** Builds a case of one rule. */
export type Story = (
  behaviour: Behaviour,
  sentence: string,
  series: readonly InputSeries[],
  expectations: readonly Expectation[],
  proves?: readonly Proof[],
) => BehaviourCase;

/**
 * The stories that are told on a stage; none for a rule without a place. A story in which the rule fires happens in all of its places
 * at once, every other one in the first.
 */
export function onStage(
  placed: PlacedAlert,
  tell: (stage: Stage) => readonly BehaviourCase[],
): readonly BehaviourCase[] {
  const { places } = placed.scope;
  const everywhere = places.map((place) => placeName(place)).join(" and ");
  const [here = [], ...elsewhere] = places.map((place) => tell(stageAt(place, placed, everywhere)));
  return here.map((told, index) =>
    told.behaviour === "fires" ? elsewhere.reduce((sum, others) => atOnce(sum, others[index]), told) : told,
  );
}

/** A story of which the same happens in another place meanwhile. */
function atOnce(told: BehaviourCase, other: BehaviourCase | undefined): BehaviourCase {
  if (other === undefined) return told;
  return {
    ...told,
    series: [...told.series, ...other.series],
    expectations: told.expectations.map(({ atMinutes, alerts }, index) => ({
      atMinutes,
      alerts: [...alerts, ...(other.expectations[index]?.alerts ?? [])],
    })),
  };
}

/** @param everywhere the places in which a firing story happens, in words */
function stageAt(place: Place, { alert, scope }: PlacedAlert, everywhere: string): Stage {
  const { config } = scope;
  const { labels: ruleLabels } = alertingRule(alert, scope);
  const { name: service } = scope.objectives.service;
  const own = Object.values(alert.labels).filter((value) => !Object.values(place.labels).includes(value));
  const subject = [service, alert.alert, ...own, alert.urgency].join(" ");
  const pod = (number: number): Readonly<Record<string, string>> => targetAt(config, place, `10.0.0.${number}:9464`);
  return {
    scope,
    place,
    story: (behaviour, sentence, series, expectations, proves) => {
      const where = behaviour === "fires" ? everywhere : placeName(place);
      return {
        name: `${subject}${where === "" ? "" : ` in ${where}`}: ${sentence}.`,
        service,
        alert: alert.alert,
        ruleLabels,
        behaviour,
        ...(proves === undefined ? {} : { proves }),
        series,
        expectations,
      };
    },
    firing: (value, labels = {}) => [firingAlert(alert, scope, { ...identityAt(config, place), ...labels }, value)],
    gauge: (metric, labels, segments, number = 1) => ({
      metric,
      labels: { ...pod(number), ...labels },
      kind: "gauge",
      segments,
    }),
    counter: (metric, labels, segments, number = 1) => ({
      metric,
      labels: { ...pod(number), ...labels },
      kind: "counter",
      segments,
    }),
    recorded: (metric, labels, segments) => ({
      metric,
      labels: { ...identityAt(config, place), ...labels },
      kind: "gauge",
      segments,
    }),
  };
}

/** A value for so many minutes; undefined where the series does not exist. */
export function hold(minutes: number, value: number | undefined): GaugeSegment {
  return { minutes, value };
}

/** An increase per minute for so many minutes. */
export function grow(minutes: number, perMinute: number): CounterSegment {
  return { minutes, perMinute };
}

/** No alert of the rule's name at any of these minutes. */
export function silentAt(...minutes: readonly number[]): readonly Expectation[] {
  return minutes.map((atMinutes) => ({ atMinutes, alerts: [] }));
}
