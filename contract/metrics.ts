import { type NativeOption, type NativeResolution, nativeBuckets } from "./native-histograms.ts";

/** A base unit of Prometheus's naming conventions; it stands in the metric's name (https://prometheus.io/docs/practices/naming/). */
export type Unit = "seconds" | "bytes" | "ratio" | "celsius" | "meters" | "grams" | "joules" | "volts" | "amperes";

/** A label whose values cannot be listed; the exporter holds at most `max` of them and counts the rest in an overflow series. */
export interface OpenLabel {
  readonly open: true;
  /** The most distinct values that are kept, 1 to 10,000. */
  readonly max: number;
}

/** The labels of a metric: for each name its listed values, or {@link open}. */
export type LabelSet = Readonly<Record<string, readonly string[] | OpenLabel>>;

/** The object that an update takes: one value for each label; a listed label accepts only its own values. */
export type LabelValues<L extends LabelSet> = {
  readonly [K in keyof L]: L[K] extends readonly (infer V)[] ? V : string;
};

interface MetricDefinition<L extends LabelSet> {
  readonly help: string;
  readonly labels: L;
  readonly unit: Unit | undefined;
  /** The most label combinations that are kept; undefined for the default. */
  readonly labelSetLimit: number | undefined;
}

/** A value that only grows. */
export interface CounterDefinition<L extends LabelSet = LabelSet> extends MetricDefinition<L> {
  readonly type: "counter";
}

/** A value that goes up and down. */
export interface GaugeDefinition<L extends LabelSet = LabelSet> extends MetricDefinition<L> {
  readonly type: "gauge";
}

/** A distribution, counted in buckets. */
export interface HistogramDefinition<L extends LabelSet = LabelSet> extends MetricDefinition<L> {
  readonly type: "histogram";
  /** Upper bounds of the buckets in base units, ascending; `+Inf` is added. */
  readonly bounds: readonly number[];
  /** The native buckets that it counts in as well; undefined for none. */
  readonly native?: NativeResolution | undefined;
}

/** Any metric of a service. */
export type Metric = CounterDefinition | GaugeDefinition | HistogramDefinition;

/** Metrics by name; a group of metrics is such an object and can be spread into a definition. */
export type Metrics = Readonly<Record<string, Metric>>;

/**
 * The most label combinations of a metric that are kept, 1 to 1,000,000; the exporter counts the rest in an overflow series. By default
 * 2000, and the labels must not allow more; with a limit of its own a metric with open labels may allow more than it keeps.
 */
export type LabelSetLimit = number;

/** What a counter or gauge may say beside its help and labels. */
export interface MetricOptions {
  /** Unit of the value; by default none. The metric's name carries it. */
  readonly unit?: Unit;
  /** {@link LabelSetLimit} */
  readonly labelSetLimit?: LabelSetLimit;
}

/** What a histogram says beside its help. */
export interface HistogramOptions<L extends LabelSet> {
  /** Unit of the observed values; by default none. The metric's name carries it. */
  readonly unit?: Unit;
  /** Upper bounds of the buckets in base units, ascending and finite. */
  readonly bounds: readonly number[];
  /** Counts in native buckets as well, for scrapers that take them; by default not. */
  readonly native?: NativeOption;
  /** Labels; by default none. */
  readonly labels?: L;
  /** {@link LabelSetLimit} */
  readonly labelSetLimit?: LabelSetLimit;
}

/** Defines a counter. Its name, the key in `metrics`, ends in `_total`. */
export function counter<const L extends LabelSet = Record<never, never>>(
  help: string,
  labels?: L,
  options: MetricOptions = {},
): CounterDefinition<NoInfer<L>> {
  return { type: "counter", help, labels: labels ?? ({} as L), ...told(options) };
}

/** Defines a gauge. */
export function gauge<const L extends LabelSet = Record<never, never>>(
  help: string,
  labels?: L,
  options: MetricOptions = {},
): GaugeDefinition<NoInfer<L>> {
  return { type: "gauge", help, labels: labels ?? ({} as L), ...told(options) };
}

/** Defines a histogram with the given bucket bounds. */
export function histogram<const L extends LabelSet = Record<never, never>>(
  help: string,
  options: HistogramOptions<L>,
): HistogramDefinition<NoInfer<L>> {
  return {
    type: "histogram",
    help,
    labels: options.labels ?? ({} as L),
    ...told(options),
    bounds: options.bounds,
    native: nativeBuckets(options.native),
  };
}

function told({ unit, labelSetLimit }: MetricOptions): Pick<MetricDefinition<LabelSet>, "unit" | "labelSetLimit"> {
  return { unit, labelSetLimit };
}

/** Declares a label whose values cannot be listed, with the most values that are kept. */
export function open(limits: { readonly max: number }): OpenLabel {
  return { open: true, max: limits.max };
}

/** Whether a label is {@link open}. */
export function isOpen(label: readonly string[] | OpenLabel): label is OpenLabel {
  return "open" in label;
}
