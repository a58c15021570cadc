import { recordedSeries } from "@signalbox/contract";
import type { AlertPeriod, RuleError } from "@signalbox/engine";
import { type RuleFile, serviceRules } from "../alerts/index.ts";
import type { Config, Environment, ServiceObjectives, Urgency } from "../config/index.ts";
import type { QuerySource } from "../queries/index.ts";
import { type ObjectiveHistory, objectiveHistories } from "./objective-history.ts";
import { type FiredPeriod, recordedAlerts } from "./recorded-alerts.ts";
import { type Replay, type ReplayStep, replay } from "./replay.ts";
import type { SimulationEngine } from "./rule-inputs.ts";
import { urgencyOf } from "./urgency.ts";

/** Other rules, whose alerts are told beside ours. */
export interface Against {
  readonly ruleFile: RuleFile;
  /** `evaluated` like ours; `recorded`: what the server's own `ALERTS` says of alerts with these names. */
  readonly how: "evaluated" | "recorded";
}

/** What is backtested. */
export interface BacktestRequest {
  readonly config: Config;
  readonly services: readonly ServiceObjectives[];
  readonly environments: readonly Environment[];
  /** Answers from the server's history; asked in spans of any length at a step of a minute. */
  readonly source: Pick<QuerySource, "range">;
  /** From when on alerts are reported; whole minutes. */
  readonly startMillis: number;
  readonly endMillis: number;
  readonly against?: Against;
  readonly onProgress?: (step: BacktestStep) => void;
}

/** How far a backtest is. */
export type BacktestStep = ReplayStep & { readonly rules: string };

/** An alert that fired, in milliseconds since 1970. */
export interface BacktestAlert {
  readonly alert: string;
  /** Undefined for a severity that the config does not name. */
  readonly urgency: Urgency | undefined;
  /** All labels, without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly fromMillis: number;
  /** Undefined when it still fired at the end. */
  readonly untilMillis: number | undefined;
}

/** What rules would have done. */
export interface Backtest {
  readonly startMillis: number;
  readonly endMillis: number;
  /** Alerts that fired within the span, in the order of their start, without {@link lasting}. */
  readonly alerts: readonly BacktestAlert[];
  /** Alerts that fired for the whole span. */
  readonly lasting: readonly BacktestAlert[];
  /** Empty when the server had no events of any of them. */
  readonly objectives: readonly ObjectiveHistory[];
  /** What the other rules did; undefined when there are none. */
  readonly against:
    | { readonly alerts: readonly BacktestAlert[]; readonly lasting: readonly BacktestAlert[] }
    | undefined;
  /** What could not be evaluated, in sentences. */
  readonly problems: readonly string[];
}

/** Before the span, so that the longest window of the alerts is full when it begins. */
const leadMillis = 3 * 86_400_000;

/** Replays the rules of services, and others if asked, on the history of a server. */
export async function backtest(engine: SimulationEngine, request: BacktestRequest): Promise<Backtest> {
  const { config, environments, services, startMillis, endMillis } = request;
  const periods: AlertPeriod[] = [];
  const objectives: ObjectiveHistory[] = [];
  const problems: string[] = [];
  for (const service of services) {
    const { name } = service.service;
    const replayed = await replayOf(engine, request, name, serviceRules(service, config, environments));
    try {
      objectives.push(...(await objectiveHistories(replayed.storage, service, startMillis, endMillis)));
    } finally {
      await replayed.dispose();
    }
    periods.push(...replayed.alerts);
    problems.push(...problemsOf(replayed));
  }
  const other = request.against === undefined ? undefined : await againstAlerts(engine, request, request.against);
  return {
    startMillis,
    endMillis,
    ...reported(periods, request),
    objectives,
    against: other === undefined ? undefined : reported(other.periods, request),
    problems: [...problems, ...(other?.problems ?? [])],
  };
}

function replayOf(
  engine: SimulationEngine,
  { source, startMillis, endMillis, onProgress }: BacktestRequest,
  rules: string,
  ruleFile: RuleFile,
): Promise<Replay> {
  return replay(engine, {
    ruleFile,
    source,
    startMillis: startMillis - leadMillis,
    endMillis,
    alsoRecorded: [recordedSeries.events, recordedSeries.badEvents],
    onProgress: (step) => onProgress?.({ ...step, rules }),
  });
}

async function againstAlerts(
  engine: SimulationEngine,
  request: BacktestRequest,
  { ruleFile, how }: Against,
): Promise<{ readonly periods: readonly FiredPeriod[]; readonly problems: readonly string[] }> {
  const { source, startMillis, endMillis } = request;
  if (how === "recorded") {
    return { periods: await recordedAlerts(source, ruleFile, startMillis, endMillis), problems: [] };
  }
  const replayed = await replayOf(engine, request, "the other rules", ruleFile);
  await replayed.dispose();
  return { periods: replayed.alerts, problems: problemsOf(replayed).map((text) => `The other rules: ${text}`) };
}

function reported(
  periods: readonly FiredPeriod[],
  { config, startMillis, endMillis }: BacktestRequest,
): Pick<Backtest, "alerts" | "lasting"> {
  const fired = periods
    .flatMap(({ name, labels, firingFromMillis, endMillis: until }): readonly BacktestAlert[] => {
      if (firingFromMillis === undefined || firingFromMillis > endMillis) return [];
      if (until !== undefined && until <= startMillis) return [];
      const urgency = urgencyOf(labels, config);
      return [{ alert: name, urgency, labels, fromMillis: firingFromMillis, untilMillis: until }];
    })
    .sort((left, right) => left.fromMillis - right.fromMillis);
  const isLasting = ({ fromMillis, untilMillis }: BacktestAlert): boolean =>
    fromMillis <= startMillis && untilMillis === undefined;
  return { alerts: fired.filter((alert) => !isLasting(alert)), lasting: fired.filter(isLasting) };
}

function problemsOf({ errors, left }: Pick<Replay, "errors" | "left">): readonly string[] {
  return [
    ...errors.map(({ name, message, count }: RuleError) => `${name} had an error at ${count} evaluations: ${message}.`),
    ...left.map(({ name, why }) => `${name} was not evaluated: ${why}.`),
  ];
}
