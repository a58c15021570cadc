import { bounds } from "./durations.ts";
import { peer } from "./peer.ts";

/** A histogram of OpenTelemetry. */
export interface OtelHistogram {
  record(value: number, attributes: Readonly<Record<string, string>>): void;
}

interface Reader {
  collect(): Promise<{ readonly resourceMetrics: unknown }>;
}

/** What is used of OpenTelemetry's meter provider. */
export interface MeterProvider {
  getMeter(name: string): { createHistogram(name: string, options?: object): OtelHistogram };
}

interface Sdk {
  readonly MeterProvider: new (options: object) => MeterProvider;
  readonly AggregationType: { readonly EXPLICIT_BUCKET_HISTOGRAM: number; readonly EXPONENTIAL_HISTOGRAM: number };
}

interface Exporter {
  readonly PrometheusExporter: new (options: object) => Reader;
  readonly PrometheusSerializer: new () => { serialize(metrics: unknown): string };
}

/** OpenTelemetry metrics with its Prometheus exporter, which is not listening. */
export interface OtelMetrics {
  readonly provider: MeterProvider;
  /** What `/metrics` would answer. */
  text(): Promise<string>;
}

/** Sets up OpenTelemetry metrics with the bounds of the benchmark and room for so many label sets. */
export function otelMetrics(labelSets: number, shape: "explicit" | "exponential" = "explicit"): OtelMetrics {
  const { MeterProvider, AggregationType } = peer<Sdk>("@opentelemetry/sdk-metrics");
  const { PrometheusExporter, PrometheusSerializer } = peer<Exporter>("@opentelemetry/exporter-prometheus");
  const reader = new PrometheusExporter({ preventServerStart: true });
  const aggregation =
    shape === "exponential"
      ? { type: AggregationType.EXPONENTIAL_HISTOGRAM }
      : { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [...bounds] } };
  const views = [{ instrumentName: "*", aggregationCardinalityLimit: labelSets + 1, aggregation }];
  const provider = new MeterProvider({ readers: [reader], views });
  const serializer = new PrometheusSerializer();
  return {
    provider,
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
}
