import type { BucketBounds } from "../storage/bucket-bounds.ts";
import type { NativeHistogram } from "../storage/native-histogram.ts";
import { observeIn } from "../storage/series-cell.ts";
import { overflowRow, type Page } from "../storage/series-table.ts";
import type { HeldHistogram } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";
import { exemplarIn, keepBucketExemplar, type UpdateOptions } from "./update-exemplar.ts";

const lowest = -Number.MAX_VALUE;

class HistogramSeries implements HeldHistogram {
  readonly #series: SeriesFinder;
  readonly #page: Page;
  readonly #start: number;
  readonly #row: number;
  readonly #bounds: BucketBounds;
  readonly #native: NativeHistogram | undefined;

  constructor(series: SeriesFinder, row: number) {
    this.#series = series;
    this.#page = series.table.pageOf(row);
    this.#start = series.table.startOf(row);
    this.#row = row;
    this.#bounds = series.bounds;
    this.#native = series.table.native?.of(row);
  }

  observe(value: number, options?: UpdateOptions): void {
    // The same as `accepts` asks, without a call in the usual case.
    if ((typeof value !== "number" || value - value !== 0) && !this.#series.accepts(value, lowest)) return;
    if (this.#row === overflowRow) this.#series.touch(this.#row);
    observeIn(this.#page, this.#start, this.#bounds, value);
    this.#native?.observe(value);
    if (options !== undefined)
      keepBucketExemplar(this.#series.table, this.#row, value, () => exemplarIn(options), this.#series.report);
  }
}

/** A histogram's handle, before its labels are typed. */
export class HistogramHandle {
  readonly observe: (...update: readonly unknown[]) => void;
  readonly #series: SeriesFinder;

  constructor(series: SeriesFinder) {
    this.#series = series;
    const { table } = series;
    const observe = (labels: unknown, value: unknown, options?: unknown): void => {
      if (!series.accepts(value, lowest)) return;
      const row = series.touch(series.row(labels));
      observeIn(table.pageOf(row), table.startOf(row), series.bounds, value);
      table.native?.of(row).observe(value);
      if (options !== undefined) keepBucketExemplar(table, row, value, () => exemplarIn(options), series.report);
    };
    this.observe = series.hasLabels ? observe : (value, options) => observe(undefined, value, options);
  }

  with(labels: unknown): HeldHistogram {
    return new HistogramSeries(this.#series, this.#series.row(labels));
  }
}
