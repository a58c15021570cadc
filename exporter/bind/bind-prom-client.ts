import { exposedMetrics, type Metric, type Metrics, otel, type Service } from "@signalbox/contract";
import { monotonicSeconds } from "../clocks.ts";
import type { MetricHandles } from "../metrics/metric-handles.ts";
import { SeriesFinder } from "../metrics/series-finder.ts";
import { SelfReport } from "../self-report.ts";
import { logToStandardError } from "../standard-error-log.ts";
import { counterHandle, gaugeHandle, histogramHandle } from "./client-handles.ts";
import type { ClientConfiguration, ClientLibrary, ClientRegistry } from "./client-library.ts";
import { ClientSeries } from "./client-series.ts";

/** What `bindPromClient` may be told. */
export interface BindOptions {
  /** Takes messages for the log, one line each; by default they go to standard error. */
  readonly log?: (message: string) => void;
  /** A clock in seconds that never goes back, for how often the same message is logged; by default the process's own. */
  readonly clock?: () => number;
}

/**
 * The metrics of a definition on a registry of `prom-client` or `@prometheus-io/client`: the same handles as those of
 * `instrument(service).metrics`, with names, help, labels and bounds of the definition, listed label sets at zero from the
 * start, open labels within their maximum, and updates that never throw. What is exposed is the registry's affair.
 * @param client the library itself, whose classes are used: `import * as client from "prom-client"`.
 * @throws {Error} when the registry has a metric of one of the names; then none is added.
 */
export function bindPromClient<M extends Metrics>(
  service: Service<M>,
  registry: ClientRegistry,
  client: ClientLibrary,
  options: BindOptions = {},
): MetricHandles<M> {
  const definitions = Object.entries<Metric>(service.metrics);
  for (const [name] of definitions) {
    if (registry.getSingleMetric(name) !== undefined) throw collisionError(service, name);
  }
  const exposed = exposedMetrics({ ...service, http: otel() });
  const report = new SelfReport(exposed, options.log ?? logToStandardError, options.clock ?? monotonicSeconds);
  if (service.http.indicatorSource === "events") reportUncounted(service, report);
  const handles = definitions.map(([name, metric]) => {
    const series = new ClientSeries(new SeriesFinder(exposed, name, metric, report));
    const { help, labelNames } = series.finder.table.head;
    return [name, handle(metric, series, client, { name, help, labelNames, registers: [registry] })] as const;
  });
  return Object.fromEntries(handles) as unknown as MetricHandles<M>;
}

function handle(
  metric: Metric,
  series: ClientSeries,
  client: ClientLibrary,
  configuration: ClientConfiguration,
): object {
  switch (metric.type) {
    case "counter": {
      const counter = new client.Counter(configuration as never);
      for (const labels of series.initial()) counter.inc(labels, 0);
      return counterHandle(series, counter);
    }
    case "gauge": {
      const gauge = new client.Gauge(configuration as never);
      for (const labels of series.initial()) gauge.set(labels, 0);
      return gaugeHandle(series, gauge);
    }
    case "histogram": {
      const histogram = new client.Histogram({ ...configuration, buckets: [...metric.bounds] } as never);
      for (const labels of series.initial()) histogram.zero(labels);
      return histogramHandle(series, histogram);
    }
  }
}

function reportUncounted(service: Service, report: SelfReport): void {
  const uncounted = Object.entries(service.indicators).filter(([, { kind }]) => kind === "requests");
  if (uncounted.length === 0) return;
  report.message(
    `bindPromClient(${JSON.stringify(service.name)}): nothing counts its indicators ${uncounted.map(([name]) => name).join(", ")}, ` +
      "because only instrument() does; write http: promClient() in the definition, so that they are read from status codes",
  );
}

function collisionError(service: Service, name: string): Error {
  return new Error(
    `bindPromClient(${JSON.stringify(service.name)}): the registry has a metric ${name} already, and so has the definition. ` +
      "Remove the one of the registry, whose updates the handles of the definition take over, or bind to a registry of its own.",
  );
}
