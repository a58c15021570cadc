import type { ExposedLabel, ExposedMetric } from "./exposed-metrics.ts";
import { otelDurationBounds } from "./http-family.ts";

/** Another service that this one calls, as a definition writes it. */
export interface DependencyDefinition {
  /** Host names that belong to it: exact, or `*.suffix` for every name below a suffix. */
  readonly host: string | readonly string[];
  /** The port that belongs to it, 1 to 65535; by default every port of its hosts. */
  readonly port?: number;
  /** Seconds after which a call that this service gave up counts as failed; default 5. */
  readonly abandonedAfterSeconds?: number;
}

/** Another service that this one calls, complete. */
export interface Dependency {
  /** Host names in lower case. */
  readonly hosts: readonly string[];
  readonly port: number | undefined;
  readonly abandonedAfterSeconds: number;
}

/** Dependencies by name; the name is the value of the label `dependency`. */
export type Dependencies = Readonly<Record<string, Dependency>>;

/** What is exposed about calls to other services. The first two are OpenTelemetry's HTTP client metrics as Prometheus sees them. */
export const dependencyMetrics = {
  duration: "http_client_request_duration_seconds",
  active: "http_client_active_requests",
  calls: "dependency_calls_total",
  failedCalls: "dependency_failed_calls_total",
} as const;

/** The label that names a dependency. */
export const dependencyLabel = "dependency";

/** The dependency of calls to a host that is not declared. */
export const otherDependency = "other";

/** Label combinations of the durations of calls before `__overflow__` takes the rest. */
export const callLabelSets = 300;

/** Seconds after which a call that was given up counts as failed, unless its dependency says otherwise. */
export const defaultAbandonedAfterSeconds = 5;

/** The dependencies of a definition, complete. */
export function completeDependencies(definitions: Readonly<Record<string, DependencyDefinition>>): Dependencies {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { host, port, abandonedAfterSeconds }]) => [
      name,
      {
        hosts: (typeof host === "string" ? [host] : host).map((text) => text.toLowerCase()),
        port,
        abandonedAfterSeconds: abandonedAfterSeconds ?? defaultAbandonedAfterSeconds,
      },
    ]),
  );
}

/** The values of the label `dependency`, `other` last; none where no dependency is declared. */
export function dependencyNames(dependencies: Dependencies): readonly string[] {
  const names = Object.keys(dependencies);
  return names.length === 0 ? [] : [...names, otherDependency];
}

/** What a service with these dependencies exposes about them; nothing without any. */
export function dependencyFamilies(dependencies: Dependencies): readonly ExposedMetric[] {
  const values = dependencyNames(dependencies);
  if (values.length === 0) return [];
  const open: ExposedLabel = { kind: "open" };
  const byDependency = { [dependencyLabel]: { kind: "listed", values } } as const;
  return [
    {
      name: dependencyMetrics.duration,
      type: "histogram",
      help: "Duration of HTTP client requests, until the headers of the response.",
      labels: {
        [dependencyLabel]: open,
        http_request_method: open,
        http_response_status_code: open,
        error_type: open,
      },
      bounds: otelDurationBounds,
    },
    {
      name: dependencyMetrics.active,
      type: "gauge",
      help: "Number of HTTP client requests that wait for their response.",
      labels: byDependency,
      bounds: [],
    },
    {
      name: dependencyMetrics.calls,
      type: "counter",
      help: "Calls to a dependency that tell whether it served.",
      labels: byDependency,
      bounds: [],
    },
    {
      name: dependencyMetrics.failedCalls,
      type: "counter",
      help: "Calls that a dependency did not serve.",
      labels: byDependency,
      bounds: [],
    },
  ];
}

/** The most samples that a scrape can hold of these dependencies. */
export function dependencySamples(dependencies: Dependencies): number {
  const names = dependencyNames(dependencies).length;
  if (names === 0) return 0;
  const overflowSeries = 1;
  return (callLabelSets + overflowSeries) * (otelDurationBounds.length + 3) + names * 3 + overflowSeries;
}
