import { addIn } from "../storage/series-cell.ts";
import type { Page } from "../storage/series-table.ts";
import type { HeldCounter } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";
import { keepExemplar, type UpdateOptions } from "./update-exemplar.ts";

class CounterSeries implements HeldCounter {
  readonly #series: SeriesFinder;
  readonly #page: Page;
  readonly #index: number;
  readonly #row: number;

  constructor(series: SeriesFinder, row: number) {
    this.#series = series;
    this.#page = series.table.pageOf(row);
    this.#index = series.table.startOf(row);
    this.#row = row;
  }

  inc(amount = 1, options?: UpdateOptions): void {
    if (!this.#series.accepts(amount, 0)) return;
    this.#series.touch(this.#row);
    addIn(this.#page, this.#index, amount);
    if (options !== undefined) keepExemplar(this.#series.table, this.#row, amount, options, this.#series.report);
  }
}

/** A counter's handle, before its labels are typed. */
export class CounterHandle {
  readonly inc: (...update: readonly unknown[]) => void;
  readonly #series: SeriesFinder;

  constructor(series: SeriesFinder) {
    this.#series = series;
    const add = (labels: unknown, amount: unknown = 1, options?: unknown): void => {
      if (!series.accepts(amount, 0)) return;
      const row = series.touch(series.row(labels));
      addIn(series.table.pageOf(row), series.table.startOf(row), amount);
      if (options !== undefined) keepExemplar(series.table, row, amount, options, series.report);
    };
    this.inc = series.hasLabels ? add : (amount, options) => add(undefined, amount, options);
  }

  with(labels: unknown): HeldCounter {
    return new CounterSeries(this.#series, this.#series.row(labels));
  }
}
