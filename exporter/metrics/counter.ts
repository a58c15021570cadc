import { addAmount } from "../storage/series-cell.ts";
import type { HeldCounter } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";

class CounterSeries implements HeldCounter {
  readonly #series: SeriesFinder;
  readonly #row: number;

  constructor(series: SeriesFinder, row: number) {
    this.#series = series;
    this.#row = row;
  }

  inc(amount = 1): void {
    const series = this.#series;
    if (series.accepts(amount, 0)) addAmount(series.table, this.#row, amount, series.report);
  }
}

/** A counter's handle, before its labels are typed. */
export class CounterHandle {
  readonly inc: (...update: readonly unknown[]) => void;
  readonly #series: SeriesFinder;

  constructor(series: SeriesFinder) {
    this.#series = series;
    const add = (labels: unknown, amount: unknown = 1): void => {
      if (series.accepts(amount, 0)) addAmount(series.table, series.row(labels), amount, series.report);
    };
    this.inc = series.hasLabels ? add : (amount) => add(undefined, amount);
  }

  with(labels: unknown): HeldCounter {
    return new CounterSeries(this.#series, this.#series.row(labels));
  }
}
