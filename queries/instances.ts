import { exporterMetrics, metricLabel } from "@signalbox/contract";
import { maxBy, sumBy } from "./aggregate.ts";
import { type Matcher, selector } from "./selector.ts";
import { targetUp } from "./targets.ts";

/** Share of the known targets that do not answer, 0 to 1, by the given labels. */
export function targetsDownRatio(where: readonly Matcher[], by: readonly string[]): string {
  return `1 - avg by (${by.join(", ")}) (${targetUp(where)})`;
}

/** How often the target that did so most fell silent and answered again over a window, by the given labels. */
export function targetFlaps(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return maxBy(by, `changes(${targetUp(where)}[${window}]) / 2`);
}

/** How often the instance that did so most started again over a window, by the given labels. */
export function restarts(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return maxBy(by, `changes(${selector("process_start_time_seconds", where)}[${window}])`);
}

/** Samples of the largest scrape, as the scrape limit counts them, by the given labels. */
export function largestScrape(where: readonly Matcher[], by: readonly string[]): string {
  return maxBy(by, selector("scrape_samples_post_metric_relabeling", where));
}

/** Updates that went to an overflow series over a window, by the given labels and metric. */
export function overflowedUpdates(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy([...by, metricLabel], `increase(${selector(exporterMetrics.overflowedUpdates, where)}[${window}])`);
}

/** Errors inside the instrumentation over a window, by the given labels. */
export function instrumentationErrors(where: readonly Matcher[], window: string, by: readonly string[]): string {
  return sumBy(by, `increase(${selector(exporterMetrics.internalErrors, where)}[${window}])`);
}
