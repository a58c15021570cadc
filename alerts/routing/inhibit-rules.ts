import { alertNames, indicatorLabel, type Service } from "@signalbox/contract";
import {
  type Config,
  type InhibitRule,
  type LabelMatcher,
  matcherText,
  oneOf,
  type ServiceObjectives,
} from "../../config/index.ts";
import { placesOf } from "../places.ts";

/** Alerts that say that a service harms its business; an outage that is known causes them. */
const businessAlerts = [alertNames.businessStopped, alertNames.businessThreshold];

/**
 * What holds what back while it fires, always within one service in one place: no target answers, so everything else is
 * its consequence; a page makes the ticket of the same objective wait; a page for a journey speaks for the whole service;
 * failures are bad for latency as well; an outage that somebody was woken for explains why business stopped.
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
  const dead = deadEqual(services, config).flatMap(({ alerts, equal }) => [
    rule([...scope, named(...alerts), page], [...scope, others], equal),
    rule([...scope, named(...alerts), ticket], [...scope, others, ticket], equal),
  ]);
  const burn = named(alertNames.errorBudgetBurn);
  return [
    ...dead,
    rule([...scope, burn, page], [...scope, burn, ticket], [...identity, indicatorLabel]),
    rule(
      [...scope, named(alertNames.errorBudgetBurn, alertNames.hangs), page],
      [...scope, named(...businessAlerts), ticket],
      identity,
    ),
    ...services.flatMap((objectives) => indicatorRules(objectives, config)),
  ];
}

/** An absent service has only the labels that its environment decides, so only these can be compared. */
function deadEqual(
  services: readonly ServiceObjectives[],
  config: Config,
): readonly { readonly alerts: readonly string[]; readonly equal: readonly string[] }[] {
  const [first] = services;
  if (first === undefined) return [];
  const decided = Object.keys(placesOf(first.service, config, config.environments)[0]?.labels ?? {});
  if (decided.length === config.identity.length) {
    return [{ alerts: [alertNames.targetsDown, alertNames.absent], equal: config.identity }];
  }
  return [
    { alerts: [alertNames.targetsDown], equal: config.identity },
    { alerts: [alertNames.absent], equal: decided },
  ];
}

/** Which indicators of a service explain which others; a page of the first holds every alert of the second back. */
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
    [of(paging, (kind) => kind.journey && !kind.latency), of(all, (kind) => !kind.journey && !kind.latency)],
    [of(paging, (kind) => kind.journey && kind.latency), of(all, (kind) => !kind.journey && kind.latency)],
    [of(paging, (kind) => !kind.latency), of(all, (kind) => kind.latency)],
  ] as const;
  const own = [matcherOf("job", "=", service.name), oneOf("alertname", [alertNames.errorBudgetBurn])];
  return pairs
    .filter(([sources, targets]) => sources.length > 0 && targets.length > 0)
    .map(([sources, targets]) =>
      rule(
        [...own, severity(config.severity.page), oneOf(indicatorLabel, sources)],
        [...own, oneOf(indicatorLabel, targets)],
        config.identity,
      ),
    );
}

interface RequestKind {
  /** Counts some routes only. */
  readonly journey: boolean;
  /** Counts slow answers as bad, and failures too. */
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
