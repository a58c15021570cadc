import { alertNames } from "@signalbox/contract";
import {
  type Config,
  type Environment,
  labelTest,
  matcherText,
  oneOf,
  receiverNames,
  type ServiceObjectives,
} from "../../config/index.ts";
import { placesOf } from "../places.ts";
import { inhibitRules } from "./inhibit-rules.ts";
import { knownAlerts } from "./known-alerts.ts";
import { type AlertmanagerConfig, configInhibitRule, configRoute, configTimeInterval } from "./operator-notation.ts";
import { configReceiver, withoutResolved } from "./receiver-blocks.ts";
import { groupLabels, heartbeatRoute, officeHoursInterval, urgencyRoutes } from "./team-routes.ts";
import { usefulInhibitions } from "./useful-inhibitions.ts";

/**
 * The routing of a service in one environment. It matches this service only, so that two services of a team never route
 * each other's alerts twice. Undefined where no identity label tells the environment from an earlier one, whose object serves both.
 */
export function alertmanagerConfig(
  objectives: ServiceObjectives,
  config: Config,
  environment: Environment,
): AlertmanagerConfig | undefined {
  const { service } = objectives;
  const labelsIn = (where: Environment) => placesOf(service, config, [where])[0]?.labels ?? {};
  const place = labelsIn(environment);
  const served = config.environments.find((other) => JSON.stringify(labelsIn(other)) === JSON.stringify(place));
  if (served !== environment) return undefined;
  const here = Object.entries(place).map(([name, value]) => oneOf(name, [value]));
  const matchers = [
    ...here,
    oneOf("team", [service.team]),
    oneOf("severity", [config.severity.page, config.severity.ticket]),
  ].map(matcherText);
  const known = knownAlerts(config).filter(labelTest(here));
  const inhibitions = usefulInhibitions(inhibitRules([objectives], config, here), known);
  return objectOf(service.name, environment.namespace, config, {
    ...teamSpec(service.team, config, matchers, groupLabels(config)),
    inhibitRules: inhibitions.map(configInhibitRule),
  });
}

/**
 * The objects in Alertmanager's namespace for alerts that belong to no service and have no namespace: the heartbeat, and the
 * alerts about Prometheus itself. None with the strategy `OnNamespace`, which would never let such an alert through.
 */
export function platformConfigs(config: Config): readonly AlertmanagerConfig[] {
  const { routing, prometheus } = config;
  if (routing.mode !== "alertmanagerConfig" || (routing.matcherStrategy ?? "OnNamespace") === "OnNamespace") return [];
  const { deadMansSwitch } = routing;
  const objects: AlertmanagerConfig[] = [];
  if (deadMansSwitch !== undefined) {
    const name = receiverNames.deadMansSwitch;
    const route = configRoute(heartbeatRoute(alertNames.watchdog, name));
    const receivers = [withoutResolved(configReceiver(name, deadMansSwitch, "page"))];
    objects.push(objectOf(name, prometheus.namespace, config, { route, receivers }));
  }
  if (prometheus.platformAlerts !== undefined) {
    const { team } = prometheus.platformAlerts;
    const matchers = [oneOf("alertname", [alertNames.ruleEvaluationFailing]), oneOf("team", [team])].map(matcherText);
    const groupBy = ["alertname", "severity"];
    objects.push(objectOf("platform-alerts", prometheus.namespace, config, teamSpec(team, config, matchers, groupBy)));
  }
  return objects;
}

/** The routing of a team's alerts that some matchers select, without inhibitions. */
function teamSpec(
  team: string,
  config: Config,
  matchers: readonly string[],
  groupBy: readonly string[],
): AlertmanagerConfig["spec"] {
  const { page, ticket } = config.teams[team] ?? {};
  const intervals = officeHoursInterval(config);
  const routes = urgencyRoutes(team, config);
  return {
    route: configRoute({ receiver: receiverNames.ticket(team), matchers, group_by: groupBy, routes }),
    ...(intervals.length === 0 ? {} : { muteTimeIntervals: intervals.map(configTimeInterval) }),
    receivers: [
      ...(page === undefined ? [] : [configReceiver(receiverNames.page(team), page, "page")]),
      ...(ticket === undefined ? [] : [configReceiver(receiverNames.ticket(team), ticket, "ticket")]),
    ],
  };
}

/** Every AlertmanagerConfig of a config; none in the other modes. */
export function alertmanagerConfigs(config: Config): readonly AlertmanagerConfig[] {
  if (config.routing.mode !== "alertmanagerConfig") return [];
  return [
    ...platformConfigs(config),
    ...config.services.flatMap((objectives) =>
      config.environments.flatMap((environment) => alertmanagerConfig(objectives, config, environment) ?? []),
    ),
  ];
}

function objectOf(
  name: string,
  namespace: string,
  config: Config,
  spec: AlertmanagerConfig["spec"],
): AlertmanagerConfig {
  const labels = {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/managed-by": "signalbox",
    ...config.prometheus.selectedLabels,
  };
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata: { name, namespace, labels },
    spec,
  };
}
