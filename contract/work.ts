import type { ExposedLabel, ExposedMetric } from "./exposed-metrics.ts";

/** A kind of work that serves no HTTP, as a definition writes it: a consumer of a queue, a job, a schedule. */
export interface WorkDefinition {
  /** What the work does, in one sentence. */
  readonly description: string;
  /** Bucket bounds in seconds, ascending; default {@link defaultWorkBounds}. */
  readonly bounds?: readonly number[];
}

/** A kind of work, complete. */
export interface Work {
  readonly description: string;
  readonly bounds: readonly number[];
}

/** Kinds of work by name; the name is the value of the label `work`. */
export type Works = Readonly<Record<string, Work>>;

/** What is exposed about work. */
export const workMetrics = {
  duration: "work_duration_seconds",
  age: "work_age_seconds",
  active: "work_active",
  runs: "work_runs_total",
  failedRuns: "work_failed_runs_total",
  lastSuccess: "work_last_success_timestamp_seconds",
} as const;

/** The label that names a kind of work. */
export const workLabel = "work";

/** Values of the label `outcome` of a run. */
export const workOutcomes = ["success", "failure"] as const;

/** How a run ended. */
export type WorkOutcome = (typeof workOutcomes)[number];

/** Bounds in seconds for work, from a message to a nightly job. */
export const defaultWorkBounds: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

/** The kinds of work of a definition, complete. */
export function completeWork<W extends Readonly<Record<string, WorkDefinition>>>(
  definitions: W,
): { readonly [K in keyof W]: Work } {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { description, bounds }]) => [
      name,
      { description, bounds: bounds ?? defaultWorkBounds },
    ]),
  ) as { [K in keyof W]: Work };
}

/** The names of the counters of work, where there is work. */
export type WorkCounterName<W> = [keyof W] extends [never]
  ? never
  : (typeof workMetrics)["runs"] | (typeof workMetrics)["failedRuns"];

/** The counters that indicators may name because there is work, as metrics; what `work` is, is not known yet. */
export function workCounters(work: unknown): Readonly<Record<string, { readonly type: "counter" }>> {
  const hasWork = typeof work === "object" && work !== null && Object.keys(work).length > 0;
  if (!hasWork) return {};
  return { [workMetrics.runs]: { type: "counter" }, [workMetrics.failedRuns]: { type: "counter" } };
}

/** The bounds that all kinds of work share, because a histogram has one list of bounds: those of each, together. */
export function sharedWorkBounds(works: Works): readonly number[] {
  const all = Object.values(works).flatMap(({ bounds }) => bounds);
  return [...new Set(all)].sort((left, right) => left - right);
}

/** What a service with this work exposes about it; nothing without any. */
export function workFamilies(works: Works): readonly ExposedMetric[] {
  const values = Object.keys(works);
  if (values.length === 0) return [];
  const byWork = { [workLabel]: { kind: "listed", values } } as const;
  const outcome: ExposedLabel = { kind: "listed", values: workOutcomes };
  const bounds = sharedWorkBounds(works);
  return [
    {
      name: workMetrics.duration,
      type: "histogram",
      help: "Time that a run of the work took.",
      labels: { ...byWork, outcome },
      bounds,
    },
    {
      name: workMetrics.age,
      type: "histogram",
      help: "Time that an item had waited when the work on it began.",
      labels: byWork,
      bounds,
    },
    { name: workMetrics.active, type: "gauge", help: "Runs that have not ended.", labels: byWork, bounds: [] },
    { name: workMetrics.runs, type: "counter", help: "Runs that ended.", labels: byWork, bounds: [] },
    {
      name: workMetrics.failedRuns,
      type: "counter",
      help: "Runs that ended with an error.",
      labels: byWork,
      bounds: [],
    },
    {
      name: workMetrics.lastSuccess,
      type: "gauge",
      help: "When a run last ended without an error, in Unix time.",
      labels: byWork,
      bounds: [],
    },
  ];
}

/** The samples that a scrape holds of this work at most. */
export function workSamples(works: Works): number {
  const histogramSamples = sharedWorkBounds(works).length + 3;
  return Object.keys(works).length * ((workOutcomes.length + 1) * histogramSamples + 4);
}
