import type { CounterDefinition, GaugeDefinition, HistogramDefinition, Metric } from "@signalbox/contract";
import { chartLabels, counterRate, gaugeAverage, gaugeValue, histogramQuantile } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { quantileLines } from "../house-style/quantile-lines.ts";
import { rateWindow } from "../house-style/question.ts";
import { unitStyle } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";
import { metricTitle } from "./metric-title.ts";

/** One metric of the business, drawn by its type. */
export function businessPanel(scope: BoardScope, name: string, metric: Metric): PanelDraft {
  switch (metric.type) {
    case "counter":
      return counterPanel(scope, name, metric);
    case "gauge":
      return gaugePanel(scope, name, metric);
    case "histogram":
      return histogramPanel(scope, name, metric);
  }
}

function counterPanel(scope: BoardScope, name: string, metric: CounterDefinition): PanelDraft {
  const by = chartLabels(metric);
  return lines({
    ...wording(scope, name, metric, by),
    unit: unitStyle(metric.unit).perSecond,
    questions: [{ expression: counterRate(name, scope.where, rateWindow, by), legend: legendOf(by) || "all" }],
  });
}

function gaugePanel(scope: BoardScope, name: string, metric: GaugeDefinition): PanelDraft {
  const by = chartLabels(metric);
  const style = unitStyle(metric.unit);
  const expression = style.addsUp ? gaugeValue(name, scope.where, by) : gaugeAverage(name, scope.where, by);
  return lines({
    ...wording(scope, name, metric, by),
    unit: style.value,
    questions: [{ expression, legend: legendOf(by) || "all" }],
    lowest: "auto",
  });
}

function histogramPanel(scope: BoardScope, name: string, metric: HistogramDefinition): PanelDraft {
  return quantileLines({
    ...wording(scope, name, metric, []),
    unit: unitStyle(metric.unit).value,
    expression: (quantile) => histogramQuantile(name, quantile, scope.where, rateWindow),
  });
}

function wording(scope: BoardScope, name: string, metric: Metric, by: readonly string[]) {
  const ways = { counter: "Shown per second", gauge: "Shown as it stands", histogram: "Shown at p50, p95 and p99" };
  const divided = by.length === 0 ? "" : ` by ${by.join(" and ")}`;
  return {
    title: metricTitle(scope.service.name, name, metric.unit),
    description: `${metric.help} ${ways[metric.type]}${divided}, over all instances. Metric: ${name}.`,
    noValue: "No data yet",
  };
}
