import type {
  CounterDefinition,
  GaugeDefinition,
  HistogramDefinition,
  LabelSet,
  LabelValues,
  Metrics,
} from "@signalbox/contract";
import type { UpdateOptions } from "./update-exemplar.ts";

/** An update of a metric: with the labels first where it has any. */
type Update<L extends LabelSet, Rest extends readonly unknown[]> = keyof L extends never
  ? (...rest: Rest) => void
  : (labels: LabelValues<L>, ...rest: Rest) => void;

/** One series of a counter, found once and kept for hot paths. */
export interface HeldCounter {
  /** Adds an amount, by default 1. A negative or not finite amount is ignored and counted as an internal error. */
  inc(amount?: number, options?: UpdateOptions): void;
}

/** A counter of the definition. Updates never throw. */
export interface Counter<L extends LabelSet = LabelSet> {
  /** Adds an amount, by default 1. A negative or not finite amount is ignored and counted as an internal error. */
  readonly inc: Update<L, [amount?: number, options?: UpdateOptions]>;
  /** Finds one series, for hot paths. */
  with(labels: LabelValues<L>): HeldCounter;
}

/** One series of a gauge, found once and kept for hot paths. */
export interface HeldGauge {
  /** Sets the value. One that is not finite is ignored and counted as an internal error. */
  set(value: number): void;
  /** Adds an amount, by default 1. */
  inc(amount?: number): void;
  /** Takes an amount away, by default 1. */
  dec(amount?: number): void;
}

/** A gauge of the definition. Updates never throw. */
export interface Gauge<L extends LabelSet = LabelSet> {
  /** Sets the value. One that is not finite is ignored and counted as an internal error. */
  readonly set: Update<L, [value: number]>;
  /** Adds an amount, by default 1. */
  readonly inc: Update<L, [amount?: number]>;
  /** Takes an amount away, by default 1. */
  readonly dec: Update<L, [amount?: number]>;
  /** Finds one series, for hot paths. */
  with(labels: LabelValues<L>): HeldGauge;
}

/** One series of a histogram, found once and kept for hot paths. */
export interface HeldHistogram {
  /** Counts a value in the metric's base unit. One that is not finite is ignored and counted as an internal error. */
  observe(value: number, options?: UpdateOptions): void;
}

/** A histogram of the definition. Updates never throw. */
export interface Histogram<L extends LabelSet = LabelSet> {
  /** Counts a value in the metric's base unit. One that is not finite is ignored and counted as an internal error. */
  readonly observe: Update<L, [value: number, options?: UpdateOptions]>;
  /** Finds one series, for hot paths. */
  with(labels: LabelValues<L>): HeldHistogram;
}

/** The handles of all metrics of a definition, by name. */
export type MetricHandles<M extends Metrics> = {
  readonly [K in keyof M]: M[K] extends CounterDefinition<infer L>
    ? Counter<L>
    : M[K] extends GaugeDefinition<infer L>
      ? Gauge<L>
      : M[K] extends HistogramDefinition<infer L>
        ? Histogram<L>
        : never;
};
