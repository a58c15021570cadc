import {
  type AlertmanagerRoute,
  type InhibitRule,
  type LabelMatcher,
  parseMatchers,
  type TimeInterval,
} from "../../config/index.ts";
import type { ConfigReceiver } from "./receiver-blocks.ts";

/** A matcher of an AlertmanagerConfig. */
export interface ConfigMatcher {
  readonly name: string;
  readonly matchType: LabelMatcher["operator"];
  readonly value: string;
}

/** A route of an AlertmanagerConfig. */
export interface ConfigRoute {
  readonly receiver?: string;
  readonly matchers?: readonly ConfigMatcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly continue?: boolean;
  readonly muteTimeIntervals?: readonly string[];
  readonly activeTimeIntervals?: readonly string[];
  readonly routes?: readonly ConfigRoute[];
}

/** An inhibition of an AlertmanagerConfig. */
export interface ConfigInhibitRule {
  readonly sourceMatch: readonly ConfigMatcher[];
  readonly targetMatch: readonly ConfigMatcher[];
  readonly equal: readonly string[];
}

/** Time spans of an AlertmanagerConfig; always UTC, because the object has no field for a time zone. */
export interface ConfigTimeInterval {
  readonly name: string;
  readonly timeIntervals: readonly {
    readonly times: readonly { readonly startTime: string; readonly endTime: string }[];
    readonly weekdays: readonly string[];
  }[];
}

/** The Prometheus Operator's object for routing. `v1alpha1`, because `v1beta1` needs a conversion webhook that most clusters lack. */
export interface AlertmanagerConfig {
  readonly apiVersion: "monitoring.coreos.com/v1alpha1";
  readonly kind: "AlertmanagerConfig";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly route: ConfigRoute;
    readonly inhibitRules?: readonly ConfigInhibitRule[];
    readonly muteTimeIntervals?: readonly ConfigTimeInterval[];
    readonly receivers: readonly ConfigReceiver[];
  };
}

/** A route of ours in the notation of the object. */
export function configRoute(route: AlertmanagerRoute): ConfigRoute {
  const { receiver, matchers, group_by, group_wait, group_interval, repeat_interval, active_time_intervals, routes } =
    route;
  return {
    ...(receiver === undefined ? {} : { receiver }),
    ...(matchers === undefined ? {} : { matchers: configMatchers(matchers) }),
    ...(group_by === undefined ? {} : { groupBy: group_by }),
    ...(group_wait === undefined ? {} : { groupWait: group_wait }),
    ...(group_interval === undefined ? {} : { groupInterval: group_interval }),
    ...(repeat_interval === undefined ? {} : { repeatInterval: repeat_interval }),
    ...(active_time_intervals === undefined ? {} : { activeTimeIntervals: active_time_intervals }),
    ...(routes === undefined ? {} : { routes: routes.map(configRoute) }),
  };
}

/** An inhibition of ours in the notation of the object. */
export function configInhibitRule({ source_matchers, target_matchers, equal = [] }: InhibitRule): ConfigInhibitRule {
  return { sourceMatch: configMatchers(source_matchers), targetMatch: configMatchers(target_matchers), equal };
}

function configMatchers(texts: readonly string[]): readonly ConfigMatcher[] {
  return texts.flatMap((text) => {
    const parsed = parseMatchers(text);
    return parsed.ok ? parsed.matchers.map(({ name, operator, value }) => ({ name, matchType: operator, value })) : [];
  });
}

/** A time interval of ours in the notation of the object, without its time zone. */
export function configTimeInterval({ name, time_intervals }: TimeInterval): ConfigTimeInterval {
  return {
    name,
    timeIntervals: time_intervals.map(({ times = [], weekdays = [] }) => ({
      times: times.map(({ start_time, end_time }) => ({ startTime: start_time, endTime: end_time })),
      weekdays,
    })),
  };
}
