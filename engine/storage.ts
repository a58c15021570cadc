import type { CallOptions, Calls } from "./calls.ts";
import { SampleError } from "./errors.ts";
import { bytesOfBody, type HistogramReading } from "./exposition.ts";
import type { Answer } from "./protocol.ts";
import { type InstantResult, type Labels, type RangeSeries, readInstant, readRange } from "./results.ts";

/** Samples of one series: times in milliseconds since 1970, ascending, and as many values. */
export interface AppendedSeries {
  readonly labels: Labels;
  readonly timesMillis: Float64Array;
  readonly values: Float64Array;
}

/** What a scrape of one target brought, or why it failed. The target is known by its labels. */
export type Scrape = {
  /** The labels that service discovery and relabelling give the target, such as `job` and `instance`. */
  readonly targetLabels: Labels;
  /** When the scrape began, in milliseconds since 1970. */
  readonly timeMillis: number;
  /** How long it took; default 0. */
  readonly durationSeconds?: number;
} & (
  | (HistogramReading & {
      /** Text of any version, OpenMetrics 1.0 or delimited protobuf; not compressed. */
      readonly body: string | Uint8Array;
      readonly contentType: string;
      /** Whether the exposed labels win over the target's; default false: they are kept with the prefix `exported_`. */
      readonly honorLabels?: boolean;
    })
  | { readonly failed: string }
);

/** What a scrape added. */
export interface ScrapeReport {
  /** The value of `up`. */
  readonly up: boolean;
  /** Why `up` is 0, in Prometheus's words. */
  readonly error?: string;
  /** How many samples the target exposed. */
  readonly samples: number;
  /** How many series were not there in the scrape before. */
  readonly seriesAdded: number;
  /** Samples dropped because the same series had one at that time. */
  readonly duplicates: number;
  /** Samples dropped because their series has later ones. */
  readonly outOfOrder: number;
}

/** An in-memory storage of floats and native histograms. */
export interface Storage {
  /**
   * Adds floats to the end of series. At the time of a series' last sample the new value takes its place.
   *
   * Rejects with SampleError on times that run backwards; the samples before that one stay.
   */
  append(series: readonly AppendedSeries[]): Promise<void>;
  /**
   * Adds a scrape as Prometheus does: `up`, `scrape_duration_seconds`, `scrape_samples_scraped`,
   * `scrape_samples_post_metric_relabeling` and `scrape_series_added` with it, and stale markers for the series that the
   * target no longer exposes, or for all when the scrape failed. As on a server with default settings, native histograms
   * are ignored unless `nativeHistograms` is true, and of those that are read the classic series are dropped unless
   * `classicHistograms` is true.
   */
  scrape(scrape: Scrape): Promise<ScrapeReport>;
  /** Evaluates an expression at one time, in seconds since 1970. Rejects with QueryError. */
  instant(expression: string, timeSeconds: number): Promise<InstantResult>;
  /** Evaluates an expression at every step from start to end, both included, in seconds. Rejects with QueryError. */
  range(
    expression: string,
    startSeconds: number,
    endSeconds: number,
    stepSeconds: number,
  ): Promise<readonly RangeSeries[]>;
  /** How many series have samples. */
  series(): Promise<number>;
  /** Drops all samples before a time in milliseconds since 1970, and the series that have none left. */
  forgetBefore(timeMillis: number): Promise<void>;
  /** Frees the memory; later calls reject with StorageLost. */
  dispose(): Promise<void>;
}

/** A storage with what a rule set needs to name it. */
export interface OpenStorage extends Storage {
  readonly handle: number;
  readonly life: number;
}

export async function openStorage(calls: Calls): Promise<Storage> {
  const handle: number = JSON.parse((await calls.call("openStorage", {})).body);
  const life = calls.life;
  const call = (method: string, parameters: object, options: Omit<CallOptions, "life"> = {}): Promise<Answer> =>
    calls.call(method, { storage: handle, ...parameters }, { ...options, life });
  const storage: OpenStorage = {
    handle,
    life,
    append: async (series) => {
      await call("append", { series: series.map(shapeOf) }, joined(series));
    },
    scrape: async (scrape) => {
      if ("failed" in scrape) return JSON.parse((await call("scrape", scrape)).body);
      const { body, ...parameters } = scrape;
      return JSON.parse((await call("scrape", parameters, { bytes: bytesOfBody(body) })).body);
    },
    instant: async (expression, timeSeconds) =>
      readInstant(await call("instant", { expression, timeSeconds }, { expression })),
    range: async (expression, startSeconds, endSeconds, stepSeconds) =>
      readRange(await call("range", { expression, startSeconds, endSeconds, stepSeconds }, { expression })),
    series: async () => JSON.parse((await call("seriesCount", {})).body),
    forgetBefore: async (timeMillis) => {
      await call("forgetBefore", { timeMillis });
    },
    dispose: async () => {
      await call("disposeStorage", {});
    },
  };
  return storage;
}

function shapeOf({ labels, timesMillis, values }: AppendedSeries): { labels: Labels; count: number } {
  if (timesMillis.length !== values.length) {
    throw new SampleError(
      `The series ${JSON.stringify(labels)} has ${timesMillis.length} times and ${values.length} values; it needs as many of both.`,
    );
  }
  return { labels, count: values.length };
}

function joined(series: readonly AppendedSeries[]): { times: Float64Array; values: Float64Array } {
  const total = series.reduce((sum, { values }) => sum + values.length, 0);
  const times = new Float64Array(total);
  const values = new Float64Array(total);
  let next = 0;
  for (const one of series) {
    times.set(one.timesMillis, next);
    values.set(one.values, next);
    next += one.values.length;
  }
  return { times, values };
}
