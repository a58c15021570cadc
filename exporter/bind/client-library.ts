/** Labels as the client library takes them. */
export type ClientLabels = Readonly<Record<string, string>>;

/** A counter of `prom-client` or `@prometheus-io/client`. */
export interface ClientCounter {
  inc(labels: ClientLabels, amount?: number): unknown;
}

/** A gauge of `prom-client` or `@prometheus-io/client`. */
export interface ClientGauge {
  set(labels: ClientLabels, value: number): unknown;
  inc(labels: ClientLabels, amount?: number): unknown;
  dec(labels: ClientLabels, amount?: number): unknown;
}

/** A histogram of `prom-client` or `@prometheus-io/client`. */
export interface ClientHistogram {
  observe(labels: ClientLabels, value: number): unknown;
  zero(labels: ClientLabels): unknown;
}

/** The classes of the client library, which is never imported here: `import * as client from "prom-client"` is such an object. */
export interface ClientLibrary {
  readonly Counter: new (configuration: never) => ClientCounter;
  readonly Gauge: new (configuration: never) => ClientGauge;
  readonly Histogram: new (configuration: never) => ClientHistogram;
}

/** A registry of the client library. */
export interface ClientRegistry {
  /** The metric of that name; undefined when there is none. */
  getSingleMetric(name: string): unknown;
}

/** What all metrics of the client library are configured with. */
export interface ClientConfiguration {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly registers: readonly ClientRegistry[];
}
