import { peer } from "./peer.ts";

/** What is used of a registry of `prom-client` and `@prometheus-io/client`. */
export interface PromRegistry {
  metrics(): Promise<string>;
  readonly contentType: string;
}

type Labels = Readonly<Record<string, string | number>>;

/** A histogram of `prom-client` and `@prometheus-io/client`. */
export interface PromHistogram {
  observe(labels: Labels, value: number): void;
  labels(labels: Labels): { observe(value: number): void };
}

/** What is used of `prom-client` and of `@prometheus-io/client`, whose interfaces are the same. */
export interface PromClient {
  readonly Registry: new () => PromRegistry;
  readonly register: PromRegistry;
  readonly Histogram: new (options: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly buckets: readonly number[];
    readonly registers: readonly PromRegistry[];
  }) => PromHistogram;
  readonly AggregatorRegistry: new () => { clusterMetrics(): Promise<string> };
}

/** The two, by their package names. */
export const promClients = ["prom-client", "@prometheus-io/client"] as const;

/** Loads one of {@link promClients}. */
export function promClient(name: string): PromClient {
  return peer<PromClient>(name);
}
