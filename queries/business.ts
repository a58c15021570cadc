import type { Metric } from "@signalbox/contract";
import { sumBy } from "./aggregate.ts";
import { type Matcher, selector } from "./selector.ts";

/** Increase per second of a counter, by the given labels. */
export function counterRate(
  name: string,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  return sumBy(by, `rate(${selector(name, where)}[${window}])`);
}

/** The value of a gauge, summed by the given labels. */
export function gaugeValue(name: string, where: readonly Matcher[], by: readonly string[] = []): string {
  return sumBy(by, selector(name, where));
}

/** The value of a gauge that does not add up, averaged over instances by the given labels. */
export function gaugeAverage(name: string, where: readonly Matcher[], by: readonly string[] = []): string {
  const value = selector(name, where);
  return by.length === 0 ? `avg(${value})` : `avg by (${by.join(", ")}) (${value})`;
}

/** A quantile of a histogram in its own unit, by the given labels. */
export function histogramQuantile(
  name: string,
  quantile: number,
  where: readonly Matcher[],
  window: string,
  by: readonly string[] = [],
): string {
  const buckets = sumBy(["le", ...by], `rate(${selector(`${name}_bucket`, where)}[${window}])`);
  return `histogram_quantile(${quantile}, ${buckets})`;
}

/** The labels of a metric with so few combinations that a chart can show each. */
export function chartLabels(metric: Metric, mostLines = 10): readonly string[] {
  const labels: string[] = [];
  let lines = 1;
  for (const [name, values] of Object.entries(metric.labels)) {
    const count = "open" in values ? values.max : values.length;
    if (lines * count > mostLines) continue;
    lines *= count;
    labels.push(name);
  }
  return labels;
}
