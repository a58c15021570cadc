import { brandKey, DefinitionError, deepFreeze } from "@signalbox/contract";
import type { AlertCase } from "./alert-case.ts";
import type { AlertPatch } from "./alert-patch.ts";
import type { BoardAddition } from "./board-additions.ts";
import { configProblems } from "./config-rules.ts";
import type { ServiceObjectives } from "./objectives.ts";
import type { PrometheusProfile } from "./prometheus-profile.ts";
import type { RawRules } from "./raw-rules.ts";
import type { Routing } from "./routing/routing.ts";
import { defaultSeverity } from "./severity-rules.ts";
import type { Team } from "./teams.ts";

/** A place where the services run. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  /** Whether alerts of this environment may page; tickets are always written. */
  readonly pages: boolean;
}

/** Everything that the generators need to know beside the services themselves. */
export interface Config {
  readonly [brandKey]: "config/1";
  readonly services: readonly ServiceObjectives[];
  /** Folder of the artefacts, relative to the config file. */
  readonly out: string;
  readonly prometheus: PrometheusProfile;
  /** Labels that tell one running service from another, in order; recorded series keep exactly these. */
  readonly identity: readonly string[];
  /** Value of the label `severity` for each urgency. */
  readonly severity: { readonly page: string; readonly ticket: string };
  readonly grafana: { readonly url: string | undefined; readonly folder: string };
  /** Base address of the runbooks; `/<alert>.md` is appended. Undefined: alerts carry no runbook link. */
  readonly runbooksUrl: string | undefined;
  /** Alertmanager's address as people open it, for links to its form for silences. Undefined: runbooks give the command only. */
  readonly alertmanagerUrl: string | undefined;
  readonly teams: Readonly<Record<string, Team>>;
  /** How alerts reach the teams. */
  readonly routing: Routing;
  readonly environments: readonly Environment[];
  readonly rules: readonly RawRules[];
  /** Cases of one's own, for alerts of `rules` and for generated ones. */
  readonly cases: readonly AlertCase[];
  /** Labels and annotations for generated alerts; of two that say the same of an alert the later one holds. */
  readonly patches: readonly AlertPatch[];
  readonly boards: readonly BoardAddition[];
  /** Metrics of other exporters that own panels and raw rules may use, with their labels. */
  readonly externalMetrics: Readonly<Record<string, readonly string[]>>;
}

/** What `defineConfig` takes. */
export interface ConfigDefinition {
  readonly services: readonly ServiceObjectives[];
  /** Folder for the artefacts, relative to the config file; default `observability`. */
  readonly out?: string;
  readonly prometheus: PrometheusProfile;
  /** Default `["namespace", "job"]`; `job` is always part of it. */
  readonly identity?: readonly string[];
  /** Default `{ page: "critical", ticket: "warning" }`, which kube-prometheus-stack's own inhibitions understand; each for itself. */
  readonly severity?: { readonly page?: string; readonly ticket?: string };
  /** Grafana's address, for links and `publish`; the folder defaults to `Services`. */
  readonly grafana?: { readonly url?: string; readonly folder?: string };
  readonly runbooksUrl?: string;
  /** Alertmanager's address as people open it; default none. */
  readonly alertmanagerUrl?: string;
  readonly teams: Readonly<Record<string, Team>>;
  /** How alerts reach the teams; default only the labels `team` and `severity`. */
  readonly routing?: Routing;
  /** At least one; `pages` defaults to true. */
  readonly environments: Readonly<Record<string, { readonly namespace: string; readonly pages?: boolean }>>;
  readonly rules?: readonly RawRules[];
  /** Cases that `signalbox test` runs beside the generated ones. */
  readonly cases?: readonly AlertCase[];
  /** Labels and annotations for generated alerts. */
  readonly patches?: readonly AlertPatch[];
  readonly boards?: readonly BoardAddition[];
  readonly externalMetrics?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Defines where everything goes. It is the default export of `signalbox.config.ts`.
 * @throws {DefinitionError} with every problem at once
 */
export function defineConfig(definition: ConfigDefinition): Config {
  const problems = configProblems(definition);
  if (problems.length > 0) throw new DefinitionError("config", problems);
  return deepFreeze({
    [brandKey]: "config/1",
    services: [...definition.services],
    out: definition.out ?? "observability",
    prometheus: definition.prometheus,
    identity: [...(definition.identity ?? ["namespace", "job"])],
    severity: {
      page: definition.severity?.page ?? defaultSeverity.page,
      ticket: definition.severity?.ticket ?? defaultSeverity.ticket,
    },
    grafana: { url: definition.grafana?.url, folder: definition.grafana?.folder ?? "Services" },
    runbooksUrl: definition.runbooksUrl?.replace(/\/+$/, ""),
    alertmanagerUrl: definition.alertmanagerUrl?.replace(/\/+$/, ""),
    teams: definition.teams,
    routing: definition.routing ?? { mode: "labelsOnly" },
    environments: Object.entries(definition.environments).map(([name, { namespace, pages }]) => ({
      name,
      namespace,
      pages: pages ?? true,
    })),
    rules: [...(definition.rules ?? [])],
    cases: [...(definition.cases ?? [])],
    patches: [...(definition.patches ?? [])],
    boards: [...(definition.boards ?? [])],
    externalMetrics: definition.externalMetrics ?? {},
  });
}
