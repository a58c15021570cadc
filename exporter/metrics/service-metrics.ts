import type { ExposedMetric, Metric, Metrics } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import type { SeriesTable } from "../storage/series-table.ts";
import { CounterHandle } from "./counter.ts";
import { GaugeHandle } from "./gauge.ts";
import { HistogramHandle } from "./histogram.ts";
import type { MetricHandles } from "./metric-handles.ts";
import { SeriesFinder } from "./series-finder.ts";

/** Storage and handles for every metric of a definition, in its order. */
export function serviceMetrics<M extends Metrics>(
  metrics: M,
  exposed: readonly ExposedMetric[],
  report: SelfReport,
): { readonly handles: MetricHandles<M>; readonly tables: readonly SeriesTable[] } {
  const tables: SeriesTable[] = [];
  const handles = Object.entries<Metric>(metrics).map(([name, metric]) => {
    const series = new SeriesFinder(exposed, name, metric, report);
    tables.push(series.table);
    return [name, handle(metric, series)] as const;
  });
  return { handles: Object.fromEntries(handles) as unknown as MetricHandles<M>, tables };
}

function handle(metric: Metric, series: SeriesFinder): CounterHandle | GaugeHandle | HistogramHandle {
  switch (metric.type) {
    case "counter":
      return new CounterHandle(series);
    case "gauge":
      return new GaugeHandle(series);
    case "histogram":
      return new HistogramHandle(series);
  }
}
