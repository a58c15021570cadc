import {
  type AlertmanagerFile,
  type Config,
  type InhibitRule,
  receiverNames,
  type Urgency,
} from "../../config/index.ts";
import { knownAlerts } from "./known-alerts.ts";
import { type UnreachableRoute, unreachableRoutes } from "./route-conflicts.ts";
import { type AlertLabels, routeFinder } from "./route-evaluator.ts";
import { effectiveRouting, ownReceiverName, silentReceivers } from "./routing-tree.ts";
import { type InhibitionReach, inhibitionReach } from "./useful-inhibitions.ts";

/** An alert that does not reach its team's receiver alone. */
export interface MisroutedAlert {
  readonly labels: AlertLabels;
  /** The receiver of its team for its severity. */
  readonly expected: string;
  /** Who is told instead, or as well; as Alertmanager calls them. */
  readonly reached: readonly string[];
}

/** What the routing of a config does with everything that is known of alerts. */
export interface RoutingFacts {
  /** What the findings are about: our file, or what the operator makes of our objects. */
  readonly artefact: string;
  readonly unreachable: readonly UnreachableRoute[];
  /** One for each alert name, severity and team. */
  readonly misrouted: readonly MisroutedAlert[];
  readonly inhibitions: readonly { readonly rule: InhibitRule; readonly reach: InhibitionReach }[];
  /** Receivers, by name, that nothing leads to. */
  readonly unusedReceivers: readonly string[];
}

/** Looks for routes, inhibitions and receivers that do nothing, and for alerts that go astray. */
export function routingFacts(config: Config): RoutingFacts {
  const known = knownAlerts(config);
  const isOurs = config.routing.mode !== "labelsOnly";
  const file = effectiveRouting(config);
  return {
    artefact:
      config.routing.mode === "alertmanagerConfig"
        ? "the merged AlertmanagerConfigs"
        : "alertmanager/alertmanager.yaml",
    unreachable: isOurs ? unreachableRoutes(file.route) : [],
    misrouted: isOurs ? misrouted(config, file, known) : [],
    inhibitions: isOurs
      ? (file.inhibit_rules ?? []).map((rule) => ({ rule, reach: inhibitionReach(rule, known) }))
      : [],
    unusedReceivers: unusedReceivers(config),
  };
}

function misrouted(config: Config, file: AlertmanagerFile, known: readonly AlertLabels[]): readonly MisroutedAlert[] {
  const find = routeFinder(file.route);
  const silent = silentReceivers(file);
  const found = known.flatMap((labels): readonly MisroutedAlert[] => {
    const urgency = (["page", "ticket"] as const).find((each: Urgency) => config.severity[each] === labels["severity"]);
    const team = labels["team"];
    if (urgency === undefined || team === undefined) return [];
    const expected = receiverNames[urgency](team);
    const reached = find(labels)
      .map(({ receiver }) => receiver)
      .filter((receiver) => !silent.includes(receiver));
    return reached.length === 1 && ownReceiverName(reached[0] ?? "") === expected
      ? []
      : [{ labels, expected, reached }];
  });
  const key = ({ labels, reached }: MisroutedAlert): string =>
    JSON.stringify([labels["alertname"], labels["severity"], labels["team"], reached]);
  return [...new Map([...found].reverse().map((each) => [key(each), each])).values()].reverse();
}

function unusedReceivers(config: Config): readonly string[] {
  const owners = new Set(config.services.map(({ service }) => service.team));
  const { platformAlerts } = config.prometheus;
  if (platformAlerts !== undefined) owners.add(platformAlerts.team);
  // Rule files of one's own are not read here, and their alerts may belong to any team.
  const teams = config.rules.length > 0 ? [] : Object.keys(config.teams).filter((team) => !owners.has(team));
  if (config.routing.mode !== "alertmanager") return teams.flatMap((team) => receiversOf(config, team));
  const { routes = [], receivers = {} } = config.routing;
  const text = JSON.stringify(routes);
  const isNamed = (name: string): boolean => text.includes(`"receiver":${JSON.stringify(name)}`);
  return [
    ...teams.flatMap((team) => receiversOf(config, team)).filter((name) => !isNamed(name)),
    ...Object.keys(receivers).filter((name) => !isNamed(name)),
  ];
}

function receiversOf(config: Config, team: string): readonly string[] {
  return [...(config.teams[team]?.page === undefined ? [] : [receiverNames.page(team)]), receiverNames.ticket(team)];
}
