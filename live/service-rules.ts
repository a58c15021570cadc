import type { AlertInstance, Engine, Storage } from "@signalbox/engine";
import { receiverOf, serviceRules } from "../alerts/index.ts";
import { type Config, type Environment, receiverTitle, type ServiceObjectives, type Urgency } from "../config/index.ts";
import { type Explanation, explanations, keyOf } from "./alert-explanation.ts";
import type { AlertState } from "./page/wire.ts";

/** The rules of one service, loaded into the engine. */
export interface WatchedRules {
  /** How many of them are alerts. */
  readonly alertRules: number;
  /** Evaluates all rules once: the alerts that are not inactive, and what Prometheus said of rules that failed. */
  evaluate(storage: Storage, timeMillis: number): Promise<RulesOutcome>;
  dispose(): Promise<void>;
}

/** What one evaluation gave. */
interface RulesOutcome {
  readonly alerts: readonly AlertState[];
  readonly errors: readonly string[];
}

/** Loads the generated rules of a service for one environment. A rule file is YAML, and JSON is YAML. */
export async function watchedRules(
  engine: Engine,
  objectives: ServiceObjectives,
  config: Config,
  environment: Environment,
): Promise<WatchedRules> {
  const rules = await engine.rules(JSON.stringify(serviceRules(objectives, config, [environment])));
  const explain = explanations(engine, rules);
  return {
    alertRules: rules.groups.flatMap((group) => group.rules).filter(({ kind }) => kind === "alert").length,
    evaluate: async (storage, timeMillis) => {
      const evaluation = await rules.evaluate(storage, timeMillis);
      const alerts: AlertState[] = [];
      for (const alert of evaluation.alerts) {
        const explained = await explain(storage, alert, timeMillis / 1000);
        alerts.push(alertState(objectives.service.name, config, alert, explained));
      }
      const errors = evaluation.rules.flatMap(({ name, error }) =>
        error === undefined ? [] : [`The rule ${name} of ${objectives.service.name} failed: ${error}`],
      );
      return { alerts, errors };
    },
    dispose: () => rules.dispose(),
  };
}

/** Firing before pending, pages before tickets, then the oldest first. */
export function byUrgency(alerts: readonly AlertState[]): readonly AlertState[] {
  const rank = ({ state, urgency }: AlertState): number =>
    (state === "firing" ? 0 : 3) + (urgency === "page" ? 0 : urgency === "ticket" ? 1 : 2);
  return [...alerts].sort(
    (one, other) =>
      rank(one) - rank(other) || one.activeAtMillis - other.activeAtMillis || (one.key < other.key ? -1 : 1),
  );
}

function alertState(service: string, config: Config, alert: AlertInstance, explained: Explanation): AlertState {
  const receiver = receiverOf(config, alert.labels);
  return {
    key: `${service} ${keyOf(alert)}`,
    service,
    name: alert.name,
    state: alert.state,
    urgency: urgencyOf(config, alert.labels["severity"]),
    labels: alert.labels,
    annotations: alert.annotations,
    activeAtMillis: alert.activeAtMillis,
    firedAtMillis: alert.firedAtMillis,
    ending: !explained.holds && alert.state === "firing",
    value: alert.value,
    because: explained.because,
    receiver: receiver && receiverTitle(receiver),
    expression: explained.expression,
  };
}

function urgencyOf(config: Config, severity: string | undefined): Urgency | undefined {
  return (["page", "ticket"] as const).find((urgency) => config.severity[urgency] === severity);
}
