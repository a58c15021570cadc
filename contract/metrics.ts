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
}

/** Any metric of a service. */
export type Metric = CounterDefinition | GaugeDefinition | HistogramDefinition;

/** Metrics by name; a group of metrics is such an object and can be spread into a definition. */
export type Metrics = Readonly<Record<string, Metric>>;

/** What a counter or gauge may say beside its help and labels. */
export interface MetricOptions {
  /** Unit of the value; by default none. The metric's name carries it. */
  readonly unit?: Unit;
}

/** What a histogram says beside its help. */
export interface HistogramOptions<L extends LabelSet> {
  /** Unit of the observed values; by default none. The metric's name carries it. */
  readonly unit?: Unit;
  /** Upper bounds of the buckets in base units, ascending and finite. */
  readonly bounds: readonly number[];
  /** Labels; by default none. */
  readonly labels?: L;
}

/** Defines a counter. Its name, the key in `metrics`, ends in `_total`. */
export function counter<const L extends LabelSet = Record<never, never>>(
  help: string,
  labels?: L,
  options: MetricOptions = {},
): CounterDefinition<NoInfer<L>> {
  return { type: "counter", help, labels: labels ?? ({} as L), unit: options.unit };
}

/** Defines a gauge. */
export function gauge<const L extends LabelSet = Record<never, never>>(
  help: string,
  labels?: L,
  options: MetricOptions = {},
): GaugeDefinition<NoInfer<L>> {
  return { type: "gauge", help, labels: labels ?? ({} as L), unit: options.unit };
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
    unit: options.unit,
    bounds: options.bounds,
  };
}

/** Declares a label whose values cannot be listed, with the most values that are kept. */
export function open(limits: { readonly max: number }): OpenLabel {
  return { open: true, max: limits.max };
}

/** Whether a label is {@link open}. */
export function isOpen(label: readonly string[] | OpenLabel): label is OpenLabel {
  return "open" in label;
}
