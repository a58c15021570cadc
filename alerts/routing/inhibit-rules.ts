import { alertNames, indicatorLabel, type Service } from "@signalbox/contract";
import {
  type Config,
  type InhibitRule,
  type LabelMatcher,
  matcherText,
  oneOf,
  type ServiceObjectives,
} from "../../config/index.ts";

/** Alerts that say that a service harms its business; an outage that is known causes them. */
const businessAlerts = [alertNames.businessStopped, alertNames.businessThreshold];

/**
 * What holds what back while it fires, always within one service in one place: no target answers, so everything else is
 * its consequence; a page makes the ticket of the same objective wait; a page for a journey speaks for the whole service;
 * somebody who was woken for failures sees slow answers too, so their tickets wait; an outage that somebody was woken for
 * explains why business stopped. Every identity label has to be equal: an alert that lacks one, as the absence of a service
 * with a label that no environment decides, then holds nothing back, rather than what is elsewhere.
 * @param scope matches the alerts that are meant, for those rules that no service's name is in
 */
export function inhibitRules(
  services: readonly ServiceObjectives[],
  config: Config,
  scope: readonly LabelMatcher[],
): readonly InhibitRule[] {
  const { identity } = config;
  const [page, ticket] = [severity(config.severity.page), severity(config.severity.ticket)];
  const named = (...alerts: readonly string[]): LabelMatcher => oneOf("alertname", alerts);
  const others = matcherOf("alertname", "!~", [alertNames.targetsDown, alertNames.absent].join("|"));
  const dead = named(alertNames.targetsDown, alertNames.absent);
  const burn = named(alertNames.errorBudgetBurn);
  return [
    rule([...scope, dead, page], [...scope, others], identity),
    rule([...scope, dead, ticket], [...scope, others, ticket], identity),
    rule([...scope, burn, page], [...scope, burn, ticket], [...identity, indicatorLabel]),
    rule(
      [...scope, named(alertNames.errorBudgetBurn, alertNames.hangs), page],
      [...scope, named(...businessAlerts), ticket],
      identity,
    ),
    ...services.flatMap((objectives) => indicatorRules(objectives, config)),
  ];
}

/**
 * Which indicators of a service explain which others. The page of a journey holds every alert of the whole service's
 * indicator of its kind back; the page of failures only tickets about slow answers, because these may have another cause.
 */
function indicatorRules({ service, objectives }: ServiceObjectives, config: Config): readonly InhibitRule[] {
  const paging = objectives.filter(({ page }) => page).map(({ indicator }) => indicator);
  const all = objectives.map(({ indicator }) => indicator);
  const kinds = requestKinds(service);
  const of = (names: readonly string[], keep: (kind: RequestKind) => boolean): readonly string[] =>
    names.filter((name) => {
      const kind = kinds.get(name);
      return kind !== undefined && keep(kind);
    });
  const pairs = [
    [of(paging, (kind) => kind.journey && !kind.latency), of(all, (kind) => !kind.journey && !kind.latency), []],
    [of(paging, (kind) => kind.journey && kind.latency), of(all, (kind) => !kind.journey && kind.latency), []],
    [of(paging, (kind) => !kind.latency), of(all, (kind) => kind.latency), [severity(config.severity.ticket)]],
  ] as const;
  const own = [matcherOf("job", "=", service.name), oneOf("alertname", [alertNames.errorBudgetBurn])];
  return pairs
    .filter(([sources, targets]) => sources.length > 0 && targets.length > 0)
    .map(([sources, targets, only]) =>
      rule(
        [...own, severity(config.severity.page), oneOf(indicatorLabel, sources)],
        [...own, oneOf(indicatorLabel, targets), ...only],
        config.identity,
      ),
    );
}

interface RequestKind {
  /** Counts some routes only. */
  readonly journey: boolean;
  /** Counts slow answers as bad; what failed is mostly left out. */
  readonly latency: boolean;
}

function requestKinds(service: Service): ReadonlyMap<string, RequestKind> {
  return new Map(
    Object.entries(service.indicators).flatMap(([name, indicator]) =>
      indicator.kind === "requests"
        ? [
            [
              name,
              { journey: indicator.routes !== undefined, latency: indicator.fasterThanSeconds !== undefined },
            ] as const,
          ]
        : [],
    ),
  );
}

function severity(value: string): LabelMatcher {
  return matcherOf("severity", "=", value);
}

function matcherOf(name: string, operator: LabelMatcher["operator"], value: string): LabelMatcher {
  return { name, operator, value };
}

function rule(source: readonly LabelMatcher[], target: readonly LabelMatcher[], equal: readonly string[]): InhibitRule {
  return { source_matchers: source.map(matcherText), target_matchers: target.map(matcherText), equal };
}
