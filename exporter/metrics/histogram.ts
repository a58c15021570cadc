import { observeValue } from "../storage/series-cell.ts";
import type { HeldHistogram } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";

const lowest = -Number.MAX_VALUE;

class HistogramSeries implements HeldHistogram {
  readonly #series: SeriesFinder;
  readonly #row: number;

  constructor(series: SeriesFinder, row: number) {
    this.#series = series;
    this.#row = row;
  }

  observe(value: number): void {
    const series = this.#series;
    if (series.accepts(value, lowest)) observeValue(series.table, series.bounds, this.#row, value, series.report);
  }
}

/** A histogram's handle, before its labels are typed. */
export class HistogramHandle {
  readonly observe: (...update: readonly unknown[]) => void;
  readonly #series: SeriesFinder;

  constructor(series: SeriesFinder) {
    this.#series = series;
    const observe = (labels: unknown, value: unknown): void => {
      if (!series.accepts(value, lowest)) return;
      observeValue(series.table, series.bounds, series.row(labels), value, series.report);
    };
    this.observe = series.hasLabels ? observe : (value) => observe(undefined, value);
  }

  with(labels: unknown): HeldHistogram {
    return new HistogramSeries(this.#series, this.#series.row(labels));
  }
}
