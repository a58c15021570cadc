import { addAmount, setAmount } from "../storage/series-cell.ts";
import type { HeldGauge } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";

const lowest = -Number.MAX_VALUE;

class GaugeSeries implements HeldGauge {
  readonly #series: SeriesFinder;
  readonly #row: number;

  constructor(series: SeriesFinder, row: number) {
    this.#series = series;
    this.#row = row;
  }

  set(value: number): void {
    const series = this.#series;
    if (series.accepts(value, lowest)) setAmount(series.table, this.#row, value, series.report);
  }

  inc(amount = 1): void {
    const series = this.#series;
    if (series.accepts(amount, lowest)) addAmount(series.table, this.#row, amount, series.report);
  }

  dec(amount = 1): void {
    const series = this.#series;
    if (series.accepts(amount, lowest)) addAmount(series.table, this.#row, -amount, series.report);
  }
}

/** A gauge's handle, before its labels are typed. */
export class GaugeHandle {
  readonly set: (...update: readonly unknown[]) => void;
  readonly inc: (...update: readonly unknown[]) => void;
  readonly dec: (...update: readonly unknown[]) => void;
  readonly #series: SeriesFinder;

  constructor(series: SeriesFinder) {
    this.#series = series;
    const set = (labels: unknown, value: unknown): void => {
      if (series.accepts(value, lowest)) setAmount(series.table, series.row(labels), value, series.report);
    };
    const add = (labels: unknown, amount: unknown, sign: number): void => {
      if (series.accepts(amount, lowest)) addAmount(series.table, series.row(labels), sign * amount, series.report);
    };
    this.set = series.hasLabels ? set : (value) => set(undefined, value);
    this.inc = series.hasLabels ? (labels, by = 1) => add(labels, by, 1) : (by = 1) => add(undefined, by, 1);
    this.dec = series.hasLabels ? (labels, by = 1) => add(labels, by, -1) : (by = 1) => add(undefined, by, -1);
  }

  with(labels: unknown): HeldGauge {
    return new GaugeSeries(this.#series, this.#series.row(labels));
  }
}
