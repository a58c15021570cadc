import type { Config, RouteTest } from "../../config/index.ts";
import { router } from "./notifications.ts";
import type { AlertLabels } from "./route-evaluator.ts";
import { effectiveRouting, ownReceiverName, silentReceivers } from "./routing-tree.ts";

/** Who is told of one alert, and if nobody, why. */
export interface RouteAnswer {
  /** Names of the receivers as the config calls them, in the order of Alertmanager; empty when nobody is told. */
  readonly receivers: readonly string[];
  /** The alert that holds it back. */
  readonly inhibitedBy: AlertLabels | undefined;
  /** Names of the receivers that say nothing at that moment. */
  readonly muted: readonly string[];
}

/** What else decides about an alert. */
export interface RouteSurroundings {
  readonly whileFiring?: readonly AlertLabels[];
  /** Seconds since 1970; without it no time interval is asked. */
  readonly atSeconds?: number;
}

/**
 * Who is told of an alert, by the routing of a config.
 * @param labels all labels of the alert, `alertname` included
 */
export function routeTo(config: Config, labels: AlertLabels, surroundings: RouteSurroundings = {}): RouteAnswer {
  const { whileFiring = [], atSeconds } = surroundings;
  const file = effectiveRouting(config);
  const { notifications, inhibited, muted } = router(file)([labels, ...whileFiring], atSeconds);
  const silent = silentReceivers(file);
  return {
    receivers: notifications
      .filter(({ alerts, receiver }) => alerts.includes(labels) && !silent.includes(receiver))
      .map(({ receiver }) => ownReceiverName(receiver)),
    inhibitedBy: inhibited.find(({ alert }) => alert === labels)?.source,
    muted: muted.filter(({ alert }) => alert === labels).map(({ receiver }) => ownReceiverName(receiver)),
  };
}

/** How one test of a config's routing came out. */
export interface RouteResult {
  readonly test: RouteTest;
  readonly passed: boolean;
  /** Who is told. */
  readonly told: readonly string[];
  /** In words, why it is not who should be; empty when the test passed. */
  readonly why: string;
}

/** Runs the routing tests of a config, in their order. */
export function routeResults(config: Config): readonly RouteResult[] {
  return (config.routing.tests ?? []).map((test) => {
    const answer = routeTo(config, test.alert, {
      ...(test.whileFiring === undefined ? {} : { whileFiring: test.whileFiring }),
      ...(test.at === undefined ? {} : { atSeconds: Date.parse(test.at) / 1000 }),
    });
    const passed = JSON.stringify(answer.receivers) === JSON.stringify(test.reaches);
    return { test, passed, told: answer.receivers, why: passed ? "" : reason(answer) };
  });
}

function reason({ receivers, inhibitedBy, muted }: RouteAnswer): string {
  if (inhibitedBy !== undefined) {
    const labels = Object.entries(inhibitedBy).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `inhibited by ${labels.join(", ")}`;
  }
  if (muted.length > 0) return `${muted.join(", ")} is silent at that time`;
  return receivers.length === 0 ? "no route names a receiver" : `reaches ${receivers.join(", ")}`;
}
