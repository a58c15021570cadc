import { type HttpFamily, indicatorLabel, type Service } from "@signalbox/contract";
import type { Config, Objective, ServiceObjectives } from "../config/index.ts";
import { equals, type Matcher, matches } from "../queries/index.ts";

/** What every panel of a board needs to know: whose board it is, and which series are its own. */
export interface BoardScope {
  readonly service: Service;
  readonly family: HttpFamily;
  readonly objectives: readonly Objective[];
  /** Window of the error budget in days. */
  readonly windowDays: number;
  /** The series of the service in what the board's variables select. */
  readonly where: readonly Matcher[];
  /** Identity labels that the reader chooses: the identity without `job`, in order. */
  readonly chosenLabels: readonly string[];
  /** Address of the runbook of an alert; undefined where the config names no runbooks. */
  readonly runbookUrl: (alert: string) => string | undefined;
}

/** The scope of the boards of one service: `job` is fixed, every other identity label is a variable of the board. */
export function boardScope(objectives: ServiceObjectives, config: Config): BoardScope {
  const { service } = objectives;
  const chosenLabels = config.identity.filter((label) => label !== "job");
  return {
    service,
    family: service.http,
    objectives: objectives.objectives,
    windowDays: objectives.windowDays,
    where: [...chosenLabels.map((label) => matches(label, `$${label}`)), equals("job", service.name)],
    chosenLabels,
    runbookUrl: (alert) => (config.runbooksUrl === undefined ? undefined : `${config.runbooksUrl}/${alert}.md`),
  };
}

/** The recorded series of one objective. */
export function whereObjective(scope: BoardScope, objective: Objective): readonly Matcher[] {
  return [...scope.where, equals(indicatorLabel, objective.indicator)];
}

/** A legend in Grafana's notation that tells apart what the reader chose, with further labels: `{{namespace}} {{sli}}`. */
export function legendOf(labels: readonly string[]): string {
  return labels.map((label) => `{{${label}}}`).join(" ");
}

/** A name in words: `cloud_region` is "Cloud region". */
export function inWords(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** The share of events that an objective allows to be bad, without binary noise: 0.001, never 0.0010000000000000009. */
export function allowedRatio(objective: Objective): number {
  return Number((1 - objective.targetRatio).toPrecision(9));
}

/** A ratio as a percentage in words: `99.95 %`. */
export function percentText(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(9))} %`;
}
