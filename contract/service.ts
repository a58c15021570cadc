import { brandKey, deepFreeze } from "./brand.ts";
import { completeDependencies, type Dependencies, type DependencyDefinition } from "./dependencies.ts";
import { type HttpFamily, otel } from "./http-family.ts";
import type { Indicators, RatioIndicator, RequestsIndicator } from "./indicators.ts";
import type { CounterDefinition, Metrics } from "./metrics.ts";
import { DefinitionError } from "./problems.ts";
import type { ProcessPreset } from "./process-metrics.ts";
import { serviceProblems } from "./rules/service-rules.ts";
import { completeWork, type Work, type WorkCounterName, type WorkDefinition, type Works } from "./work.ts";

/** A service as its team describes it: checked, complete and frozen. */
export interface Service<M extends Metrics = Metrics, I extends Indicators = Indicators, W extends Works = Works> {
  readonly [brandKey]: "service/1";
  /** The value of the label `job`, a DNS label of at most 50 characters. */
  readonly name: string;
  /** The team that owns it; receivers are looked up by this name. */
  readonly team: string;
  readonly description: string;
  /** How its HTTP metrics are named. */
  readonly http: HttpFamily;
  /** Which metrics of the process it exposes. */
  readonly process: ProcessPreset;
  readonly metrics: M;
  /** Services that it calls. */
  readonly dependencies: Dependencies;
  /** Work that it does beside HTTP. */
  readonly work: W;
  readonly indicators: I;
}

/** The names of the counters among a service's metrics. */
export type CounterName<M extends Metrics> = {
  [K in keyof M & string]: M[K] extends CounterDefinition ? K : never;
}[keyof M & string];

/** Turns a counter whose name lacks `_total` into a compile error that says so. */
export type CheckedMetrics<M extends Metrics> = {
  readonly [K in keyof M]: M[K] extends CounterDefinition
    ? K extends `${string}_total`
      ? M[K]
      : "The name of a counter ends in _total"
    : M[K];
};

/** What `defineService` takes. */
export interface ServiceDefinition<
  M extends Metrics,
  I extends Indicators,
  W extends Readonly<Record<string, WorkDefinition>> = Record<never, never>,
> {
  readonly name: string;
  readonly team: string;
  readonly description: string;
  /** The HTTP family; default {@link otel}, which our exporter emits. */
  readonly http?: HttpFamily;
  /** Metrics of the process and of Node; default `standard`, and `none` for a service that is instrumented by other means. */
  readonly process?: ProcessPreset;
  /** Metrics of the business, by name; default none. */
  readonly metrics?: M & CheckedMetrics<M>;
  /** Services that it calls, by name; default none, and then calls are not measured. */
  readonly dependencies?: Readonly<Record<string, DependencyDefinition>>;
  /** Kinds of work beside HTTP, by name; default none. */
  readonly work?: W;
  /** Indicators by name; default none. */
  readonly indicators?: I;
}

/**
 * Defines a service: what is measured, and what is good.
 * @throws {DefinitionError} with every problem of the definition at once.
 */
export function defineService<
  const M extends Metrics = Record<never, never>,
  const W extends Readonly<Record<string, WorkDefinition>> = Record<never, never>,
  const I extends Readonly<
    Record<
      string,
      RequestsIndicator | RatioIndicator<CounterName<M> | WorkCounterName<W>, CounterName<M> | WorkCounterName<W>>
    >
  > = Record<never, never>,
>(definition: ServiceDefinition<M, I, W>): Service<M, I, { readonly [K in keyof W]: Work }> {
  const problems = serviceProblems(definition);
  if (problems.length > 0) throw new DefinitionError(`definition of service ${subject(definition)}`, problems);
  const http = definition.http ?? otel();
  return deepFreeze({
    [brandKey]: "service/1",
    name: definition.name,
    team: definition.team,
    description: definition.description,
    http,
    process: definition.process ?? (http.indicatorSource === "events" ? "standard" : "none"),
    metrics: structuredCopy(definition.metrics ?? ({} as M)),
    dependencies: completeDependencies(definition.dependencies ?? {}),
    work: completeWork(structuredCopy(definition.work ?? ({} as W))),
    indicators: structuredCopy(definition.indicators ?? ({} as I)),
  });
}

/** A copy, so that freezing does not reach into objects that the caller spread in from elsewhere. */
function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function subject(definition: unknown): string {
  const name =
    typeof definition === "object" && definition !== null ? (definition as { name?: unknown }).name : undefined;
  return typeof name === "string" ? JSON.stringify(name) : "without a name";
}
