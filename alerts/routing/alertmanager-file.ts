import { alertNames } from "@signalbox/contract";
import {
  type AlertmanagerFile,
  type AlertmanagerReceiver,
  type AlertmanagerRouting,
  type Config,
  type Receiver,
  receiverNames,
  type Urgency,
} from "../../config/index.ts";
import { inhibitRules } from "./inhibit-rules.ts";
import { knownAlerts } from "./known-alerts.ts";
import { receiverBlock, withoutResolved } from "./receiver-blocks.ts";
import { groupLabels, heartbeatRoute, officeHoursInterval, ofTeams, teamRoute } from "./team-routes.ts";
import { usefulInhibitions } from "./useful-inhibitions.ts";

/** Where the operator mounts the Secrets that an Alertmanager lists. */
const mountedSecrets = "/etc/alertmanager/secrets";

/** Alertmanager's whole configuration: heartbeat first, own routes, what is meant for nobody, then each team; alerts that no team owns at the root. */
export function alertmanagerFile(config: Config): AlertmanagerFile {
  const routing: AlertmanagerRouting =
    config.routing.mode === "alertmanager" ? config.routing : { mode: "alertmanager" };
  const { deadMansSwitch, otherwise, routes = [], receivers = {}, secretsFolder = mountedSecrets } = routing;
  const block = (name: string, receiver: Receiver, urgency: Urgency): AlertmanagerReceiver =>
    receiverBlock(name, receiver, urgency, secretsFolder.replace(/\/+$/, ""));
  const catchAll = otherwise === undefined ? receiverNames.nobody : receiverNames.otherwise;
  const beat = deadMansSwitch === undefined ? receiverNames.nobody : receiverNames.deadMansSwitch;
  const intervals = [...officeHoursInterval(config), ...(routing.timeIntervals ?? [])];
  return {
    ...(routing.global === undefined ? {} : { global: routing.global }),
    ...(routing.templates === undefined ? {} : { templates: routing.templates }),
    route: {
      receiver: catchAll,
      group_by: ["alertname", ...groupLabels(config)],
      routes: [
        heartbeatRoute(alertNames.watchdog, beat),
        ...routes,
        // InfoInhibitor and its like exist for inhibitions and are meant for nobody.
        ...(otherwise === undefined ? [] : [{ receiver: receiverNames.nobody, matchers: ['severity="none"'] }]),
        ...Object.keys(config.teams).map((team) => teamRoute(team, config)),
      ],
    },
    inhibit_rules: [
      ...usefulInhibitions(inhibitRules(config.services, config, [ofTeams(config)]), knownAlerts(config)),
      ...(routing.inhibitRules ?? []),
    ],
    ...(intervals.length === 0 ? {} : { time_intervals: intervals }),
    receivers: [
      { name: receiverNames.nobody },
      ...(otherwise === undefined ? [] : [block(receiverNames.otherwise, otherwise, "ticket")]),
      ...(deadMansSwitch === undefined
        ? []
        : [withoutResolved(block(receiverNames.deadMansSwitch, deadMansSwitch, "page"))]),
      ...Object.entries(receivers).map(([name, receiver]) => block(name, receiver, "ticket")),
      ...Object.entries(config.teams).flatMap(([team, { page, ticket }]) => [
        ...(page === undefined ? [] : [block(receiverNames.page(team), page, "page")]),
        block(receiverNames.ticket(team), ticket, "ticket"),
      ]),
    ],
  };
}
