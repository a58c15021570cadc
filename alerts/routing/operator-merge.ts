import {
  type AlertmanagerFile,
  type AlertmanagerReceiver,
  type AlertmanagerRoute,
  type InhibitRule,
  type LabelMatcher,
  type MatcherStrategy,
  matcherText,
  type TimeInterval,
} from "../../config/index.ts";
import type {
  AlertmanagerConfig,
  ConfigInhibitRule,
  ConfigMatcher,
  ConfigRoute,
  ConfigTimeInterval,
} from "./operator-notation.ts";
import type { ConfigReceiver } from "./receiver-blocks.ts";

/** How the operator of one Alertmanager merges. */
export interface OperatorMerge {
  readonly strategy: MatcherStrategy;
  /** Namespace of the Alertmanager. */
  readonly namespace: string;
}

/**
 * The configuration that the Prometheus Operator makes of a base and of AlertmanagerConfigs: in the order of namespace and
 * name each becomes a first-level route before those of the base, always with `continue`; receivers and intervals are called
 * `<namespace>/<name>/<own name>`; by the strategy its alerts and inhibitions are limited to its namespace.
 * Source: prometheus-operator, pkg/alertmanager/amcfg.go. What receivers contain stays in the notation of the objects.
 */
export function mergedByOperator(
  base: AlertmanagerFile,
  configs: readonly AlertmanagerConfig[],
  { strategy, namespace: home }: OperatorMerge,
): AlertmanagerFile {
  const sorted = [...configs].sort((left, right) => order(key(left), key(right)));
  const parts = sorted.map((config) => {
    const { namespace } = config.metadata;
    const enforced = strategy === "OnNamespace" || (strategy !== "None" && namespace !== home);
    return partOf(config, `${key(config)}/`, enforced ? namespace : undefined);
  });
  return {
    ...base,
    route: { ...base.route, routes: [...parts.map(({ route }) => route), ...(base.route.routes ?? [])] },
    inhibit_rules: [...(base.inhibit_rules ?? []), ...parts.flatMap(({ inhibitRules }) => inhibitRules)],
    time_intervals: [...(base.time_intervals ?? []), ...parts.flatMap(({ intervals }) => intervals)],
    receivers: [...base.receivers, ...parts.flatMap(({ receivers }) => receivers)],
  };
}

function partOf({ spec }: AlertmanagerConfig, prefix: string, enforced: string | undefined) {
  const own: readonly ConfigMatcher[] =
    enforced === undefined ? [] : [{ name: "namespace", matchType: "=", value: enforced }];
  /** What an object says itself about the namespace stays, so that with another namespace it never matches. */
  const limit = (matchers: readonly ConfigMatcher[]): readonly ConfigMatcher[] => [...matchers, ...own];
  /** An inhibition gets the namespace only where it has not the very same matcher. */
  const limitOnce = (matchers: readonly ConfigMatcher[]): readonly ConfigMatcher[] => [
    ...matchers,
    ...own.filter((one) => !matchers.some((matcher) => text(matcher) === text(one))),
  ];
  const inhibitRules = (spec.inhibitRules ?? []).map(
    ({ sourceMatch, targetMatch, equal }: ConfigInhibitRule): InhibitRule => {
      return {
        source_matchers: limitOnce(sourceMatch).map(text),
        target_matchers: limitOnce(targetMatch).map(text),
        equal,
      };
    },
  );
  const { matchers = [], ...route } = spec.route;
  return {
    route: { ...routeOf({ ...route, matchers: limit(matchers) }, prefix), continue: true },
    inhibitRules,
    intervals: (spec.muteTimeIntervals ?? []).map((interval) => intervalOf(interval, prefix)),
    receivers: spec.receivers.map((receiver) => receiverOf(receiver, prefix)),
  };
}

function routeOf(route: ConfigRoute, prefix: string): AlertmanagerRoute {
  const { receiver, matchers, groupBy, groupWait, groupInterval, repeatInterval, routes } = route;
  const named = (names: readonly string[]): readonly string[] => names.map((name) => `${prefix}${name}`);
  return {
    ...(receiver === undefined ? {} : { receiver: `${prefix}${receiver}` }),
    ...(matchers === undefined ? {} : { matchers: matchers.map(text) }),
    ...(groupBy === undefined ? {} : { group_by: groupBy }),
    ...(groupWait === undefined ? {} : { group_wait: groupWait }),
    ...(groupInterval === undefined ? {} : { group_interval: groupInterval }),
    ...(repeatInterval === undefined ? {} : { repeat_interval: repeatInterval }),
    ...(route.continue === undefined ? {} : { continue: route.continue }),
    ...(route.muteTimeIntervals === undefined ? {} : { mute_time_intervals: named(route.muteTimeIntervals) }),
    ...(route.activeTimeIntervals === undefined ? {} : { active_time_intervals: named(route.activeTimeIntervals) }),
    ...(routes === undefined ? {} : { routes: routes.map((child) => routeOf(child, prefix)) }),
  };
}

function intervalOf({ name, timeIntervals }: ConfigTimeInterval, prefix: string): TimeInterval {
  return {
    name: `${prefix}${name}`,
    time_intervals: timeIntervals.map(({ times, weekdays }) => ({
      times: times.map(({ startTime, endTime }) => ({ start_time: startTime, end_time: endTime })),
      weekdays,
    })),
  };
}

function receiverOf({ name, ...lists }: ConfigReceiver, prefix: string): AlertmanagerReceiver {
  const renamed = Object.entries(lists).map(([kind, configs]) => [kind.replace(/Configs$/, "_configs"), configs]);
  return { ...Object.fromEntries(renamed), name: `${prefix}${name}` };
}

function text({ name, matchType, value }: ConfigMatcher): string {
  return matcherText({ name, operator: matchType, value } satisfies LabelMatcher);
}

function key({ metadata }: AlertmanagerConfig): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
