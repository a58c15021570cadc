import { type AlertLabels, effectiveRouting, type Routed, type RoutedNotification, router } from "../alerts/index.ts";
import { type Config, receiverNames, receiverTitle } from "../config/index.ts";
import type { AlertSpan, Notification, Notifier, Untold } from "./notifier.ts";

/** What Alertmanager remembers of one group of alerts. */
interface Group {
  readonly receiver: string;
  readonly waitMillis: number;
  readonly intervalMillis: number;
  readonly repeatMillis: number;
  nextFlushMillis: number;
  lastToldMillis: number;
  /** Firing alerts of the last notification. */
  told: readonly AlertSpan[];
}

/**
 * Tells as Alertmanager would with the routing of a config: grouped, inhibited, silent outside of active times. A group
 * is told first after its `group_wait` and then at its `group_interval` when an alert has come or gone, or when
 * `repeat_interval` has passed. Source: Alertmanager, dispatch/dispatch.go and notify/notify.go (DedupStage).
 */
export function routedNotifier(config: Config): Notifier {
  const routing = effectiveRouting(config);
  const route = router(routing);
  const silent = new Set(routing.receivers.filter((one) => Object.keys(one).length === 1).map(({ name }) => name));
  const titles = receiverTitles(config);
  return (alerts) => {
    const ends = alerts.map(({ fromMillis, untilMillis }) => untilMillis ?? fromMillis);
    const endMillis = Math.max(0, ...ends) + 86_400_000;
    const groups = new Map<string, Group>();
    const notifications: Notification[] = [];
    const toldOf = new Set<AlertSpan>();
    const why = new Map<AlertSpan, string>();
    for (
      let now = nextChange(alerts, groups, Number.NEGATIVE_INFINITY);
      now <= endMillis;
      now = nextChange(alerts, groups, now)
    ) {
      const firing = alerts.filter((alert) => isFiring(alert, now));
      const routed = route(
        firing.map(({ labels }) => labels),
        now / 1000,
      );
      const spanOf = (labels: AlertLabels): AlertSpan | undefined => firing.find((alert) => alert.labels === labels);
      noteHeldBack(routed, spanOf, why);
      const found = new Map(routed.notifications.map((one) => [keyOf(one), one]));
      for (const [key, one] of found) if (!groups.has(key)) groups.set(key, groupOf(one, now));
      for (const [key, group] of groups) {
        if (group.nextFlushMillis > now) continue;
        group.nextFlushMillis = now + group.intervalMillis;
        const present = (found.get(key)?.alerts ?? []).flatMap((labels) => spanOf(labels) ?? []);
        const isNews =
          present.some((alert) => !group.told.includes(alert)) ||
          group.told.some((alert) => !isFiring(alert, now)) ||
          (present.length > 0 && now - group.lastToldMillis >= group.repeatMillis);
        if (isNews && !silent.has(group.receiver)) {
          const gone = group.told.filter((alert) => !isFiring(alert, now));
          notifications.push({
            atMillis: now,
            receiver: titles.get(ownName(group.receiver)) ?? ownName(group.receiver),
            status: present.length > 0 ? "firing" : "resolved",
            alerts: present,
            over: gone,
          });
          for (const alert of present) toldOf.add(alert);
        }
        if (isNews) {
          if (silent.has(group.receiver)) for (const alert of present) why.set(alert, "its route leads to nobody");
          group.told = present;
          group.lastToldMillis = now;
        }
        if (present.length === 0 && group.told.length === 0) groups.delete(key);
      }
    }
    const untold: readonly Untold[] = alerts
      .filter((alert) => !toldOf.has(alert))
      .map((alert) => ({ alert, why: why.get(alert) ?? "it was over before its group was told" }));
    return { notifications, untold };
  };
}

/** The next moment at which an alert comes or goes or a group is flushed. */
function nextChange(alerts: readonly AlertSpan[], groups: ReadonlyMap<string, Group>, after: number): number {
  const moments = [
    ...alerts.flatMap(({ fromMillis, untilMillis }) =>
      untilMillis === undefined ? [fromMillis] : [fromMillis, untilMillis],
    ),
    ...[...groups.values()].map(({ nextFlushMillis }) => nextFlushMillis),
  ];
  return Math.min(...moments.filter((moment) => moment > after));
}

function noteHeldBack(
  { inhibited, muted }: Routed,
  spanOf: (labels: AlertLabels) => AlertSpan | undefined,
  why: Map<AlertSpan, string>,
): void {
  for (const { alert, source } of inhibited) {
    const span = spanOf(alert);
    const { alertname = "another alert", sli } = source;
    if (span !== undefined)
      why.set(span, `held back by ${alertname}${sli === undefined ? "" : ` ${sli}`}, ${source["severity"] ?? ""}`);
  }
  for (const { alert, interval } of muted) {
    const span = spanOf(alert);
    if (span !== undefined) why.set(span, `silent at that time (${interval})`);
  }
}

function keyOf({ route, groupLabels }: RoutedNotification): string {
  return JSON.stringify([route.path, groupLabels]);
}

function groupOf({ receiver, route }: RoutedNotification, now: number): Group {
  const waitMillis = durationMillis(route.groupWait);
  return {
    receiver,
    waitMillis,
    intervalMillis: durationMillis(route.groupInterval),
    repeatMillis: durationMillis(route.repeatInterval),
    nextFlushMillis: now + waitMillis,
    lastToldMillis: now,
    told: [],
  };
}

function isFiring({ fromMillis, untilMillis }: AlertSpan, now: number): boolean {
  return fromMillis <= now && (untilMillis === undefined || untilMillis > now);
}

/** Receivers in words by the names that routes use. */
function receiverTitles({ teams }: Config): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(teams).flatMap(([team, { page, ticket }]) => [
      ...(page === undefined ? [] : [[receiverNames.page(team), receiverTitle(page)] as const]),
      [receiverNames.ticket(team), receiverTitle(ticket)] as const,
    ]),
  );
}

/** The name without the `<namespace>/<name>/` that the operator puts before it. */
function ownName(receiver: string): string {
  return receiver.replace(/^[^/]+\/[^/]+\//, "");
}

const unitMillis: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** A duration in Prometheus's notation, such as `1h30m`. */
function durationMillis(text: string): number {
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (unitMillis[unit] ?? 0),
    0,
  );
}
