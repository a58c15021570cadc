import type { Config, Environment, ServiceObjectives } from "../../config/index.ts";

/** A stretch of time in which something went wrong with a service. */
export interface Incident {
  readonly objectives: ServiceObjectives;
  readonly config: Config;
  readonly environment: Environment;
  /** Unix seconds, whole minutes. */
  readonly fromSeconds: number;
  /** Unix seconds, whole minutes, after `fromSeconds`. */
  readonly toSeconds: number;
  /** The panels of the service's board, in order, with the rows that they stand in. */
  readonly panels: readonly IncidentPanel[];
}

/** A panel as far as the report of an incident needs it. */
export interface IncidentPanel {
  readonly id: number;
  readonly title: string;
  readonly row: string;
  /** Its queries with Grafana's variables. */
  readonly queries: readonly string[];
}

/** How long it lasted, as a window of PromQL in whole minutes: `90m`. */
export function incidentWindow({ fromSeconds, toSeconds }: Incident): string {
  return `${Math.round((toSeconds - fromSeconds) / 60)}m`;
}
