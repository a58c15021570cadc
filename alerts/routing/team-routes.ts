import {
  type AlertmanagerRoute,
  type Config,
  type LabelMatcher,
  matcherText,
  officeHoursName,
  oneOf,
  receiverNames,
  type TimeInterval,
  type Urgency,
} from "../../config/index.ts";

/** How long Alertmanager waits for more, between changes, and until it repeats. A ticket waits longer, so that its page comes first and holds it back. */
const patience: Readonly<
  Record<Urgency, Required<Pick<AlertmanagerRoute, "group_wait" | "group_interval" | "repeat_interval">>>
> = {
  page: { group_wait: "30s", group_interval: "5m", repeat_interval: "4h" },
  ticket: { group_wait: "5m", group_interval: "5m", repeat_interval: "1d" },
};

/**
 * What is told in office hours only is told again after that many hours. Alertmanager keeps what it told last, and an alert
 * that ended and fired again outside of them is the same to it until then; with a day it would be silent in the morning.
 */
const repeatInOfficeHours = "8h";

/** A beat at once and at every group interval: the repeat is shorter, because a group that is flushed a moment early would skip one. */
const heartbeat = { group_wait: "0s", group_interval: "1m", repeat_interval: "50s" } as const;

/** The labels that one notification has in common: one service in one place, one urgency. */
export function groupLabels(config: Config): readonly string[] {
  return [...config.identity, "severity"];
}

/** The routes of a team for its pages and tickets, and the names of the receivers they lead to. */
export function urgencyRoutes(
  team: string,
  config: Config,
): readonly (AlertmanagerRoute & { readonly receiver: string })[] {
  const owner = config.teams[team];
  const severity = (urgency: Urgency): readonly string[] => [
    matcherText({ name: "severity", operator: "=", value: config.severity[urgency] }),
  ];
  const waits = "officeHours" in config.routing && config.routing.officeHours !== undefined;
  return [
    ...(owner?.page === undefined
      ? []
      : [{ receiver: receiverNames.page(team), matchers: severity("page"), ...patience.page }]),
    {
      receiver: receiverNames.ticket(team),
      matchers: severity("ticket"),
      ...patience.ticket,
      ...(waits ? { repeat_interval: repeatInOfficeHours, active_time_intervals: [officeHoursName] } : {}),
    },
  ];
}

/** The route of a team: its alerts, one notification for each service, place and urgency. */
export function teamRoute(team: string, config: Config): AlertmanagerRoute {
  return {
    matchers: [matcherText({ name: "team", operator: "=", value: team })],
    group_by: groupLabels(config),
    routes: urgencyRoutes(team, config),
  };
}

/** The route of the alert that always fires. */
export function heartbeatRoute(alert: string, receiver: string): AlertmanagerRoute {
  return {
    receiver,
    matchers: [matcherText({ name: "alertname", operator: "=", value: alert })],
    group_by: ["alertname"],
    ...heartbeat,
  };
}

/** Matches the alerts of the config's teams. */
export function ofTeams(config: Config): LabelMatcher {
  return oneOf("team", Object.keys(config.teams));
}

/** Office hours as Alertmanager's time interval; none when the config has none. */
export function officeHoursInterval(config: Config): readonly TimeInterval[] {
  const hours = "officeHours" in config.routing ? config.routing.officeHours : undefined;
  if (hours === undefined) return [];
  const { from, until, weekdays, location } = hours;
  const span = { times: [{ start_time: from, end_time: until }], weekdays, location };
  return [{ name: officeHoursName, time_intervals: [span] }];
}
