import type { AlertmanagerFile } from "../../config/index.ts";
import { type Inhibited, inhibitor } from "./inhibition.ts";
import { type AlertLabels, type ReachedRoute, routeFinder } from "./route-evaluator.ts";
import { holdsAt } from "./time-interval.ts";

/** One message: the alerts that a route tells together. */
export interface RoutedNotification {
  readonly receiver: string;
  /** What the alerts have in common, by the route's `group_by`. */
  readonly groupLabels: AlertLabels;
  readonly alerts: readonly AlertLabels[];
  readonly route: ReachedRoute;
}

/** Who is told what while some alerts fire. */
export interface Routed {
  /** In the order in which their first alert was given. */
  readonly notifications: readonly RoutedNotification[];
  readonly inhibited: readonly (Inhibited & { readonly alert: AlertLabels })[];
  /** Alerts whose route says nothing at this moment, with the interval that decides. */
  readonly muted: readonly { readonly alert: AlertLabels; readonly receiver: string; readonly interval: string }[];
}

/** Answers for the alerts that fire at a moment; without a moment every route speaks. */
export type Router = (firing: readonly AlertLabels[], atSeconds?: number) => Routed;

/**
 * What Alertmanager tells whom: routes, inhibition, time intervals and grouping, after every waiting time has passed.
 * @throws {SyntaxError} when a matcher is not in Alertmanager's notation
 */
export function router(file: AlertmanagerFile): Router {
  const find = routeFinder(file.route);
  const inhibitedBy = inhibitor(file.inhibit_rules ?? []);
  const mutedBy = muting(file);
  return (firing, atSeconds) => {
    const groups = new Map<string, RoutedNotification & { alerts: AlertLabels[] }>();
    const inhibited: (Inhibited & { alert: AlertLabels })[] = [];
    const muted: { alert: AlertLabels; receiver: string; interval: string }[] = [];
    for (const alert of firing) {
      const held = inhibitedBy(alert, firing);
      if (held !== undefined) {
        inhibited.push({ alert, ...held });
        continue;
      }
      for (const route of find(alert)) {
        const interval = atSeconds === undefined ? undefined : mutedBy(route, atSeconds);
        if (interval !== undefined) {
          muted.push({ alert, receiver: route.receiver, interval });
          continue;
        }
        const groupLabels = commonLabels(alert, route.groupBy);
        const key = JSON.stringify([route.path, groupLabels]);
        const group = groups.get(key) ?? { receiver: route.receiver, groupLabels, alerts: [], route };
        group.alerts.push(alert);
        groups.set(key, group);
      }
    }
    return { notifications: [...groups.values()], inhibited, muted };
  };
}

/** The interval that silences a route at a moment: a mute interval that holds, or the active intervals of which none does. */
function muting(file: AlertmanagerFile): (route: ReachedRoute, atSeconds: number) => string | undefined {
  const intervals = new Map((file.time_intervals ?? []).map((interval) => [interval.name, interval]));
  return ({ muteTimeIntervals, activeTimeIntervals }, atSeconds) => {
    const holds = (name: string): boolean => {
      const interval = intervals.get(name);
      return interval !== undefined && holdsAt(interval, atSeconds);
    };
    const mute = muteTimeIntervals.find(holds);
    if (mute !== undefined || activeTimeIntervals.length === 0) return mute;
    return activeTimeIntervals.some(holds) ? undefined : activeTimeIntervals.join(", ");
  };
}

/** The labels of a group, sorted by name; a label that the alert does not have is left out, as in Alertmanager. */
function commonLabels(alert: AlertLabels, groupBy: readonly string[]): AlertLabels {
  const names = groupBy.includes("...") ? Object.keys(alert) : groupBy;
  const own = names.filter((name) => Object.hasOwn(alert, name)).sort();
  return Object.fromEntries(own.map((name) => [name, alert[name] ?? ""]));
}
