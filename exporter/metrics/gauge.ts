import { addIn, setIn } from "../storage/series-cell.ts";
import type { Page } from "../storage/series-table.ts";
import type { HeldGauge } from "./metric-handles.ts";
import type { SeriesFinder } from "./series-finder.ts";

const lowest = -Number.MAX_VALUE;

class GaugeSeries implements HeldGauge {
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

  set(value: number): void {
    if (!this.#series.accepts(value, lowest)) return;
    this.#series.touch(this.#row);
    setIn(this.#page, this.#index, value);
  }

  inc(amount = 1): void {
    if (!this.#series.accepts(amount, lowest)) return;
    this.#series.touch(this.#row);
    addIn(this.#page, this.#index, amount);
  }

  dec(amount = 1): void {
    if (!this.#series.accepts(amount, lowest)) return;
    this.#series.touch(this.#row);
    addIn(this.#page, this.#index, -amount);
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
    const { table } = series;
    const set = (labels: unknown, value: unknown): void => {
      if (!series.accepts(value, lowest)) return;
      const row = series.touch(series.row(labels));
      setIn(table.pageOf(row), table.startOf(row), value);
    };
    const add = (labels: unknown, amount: unknown, sign: number): void => {
      if (!series.accepts(amount, lowest)) return;
      const row = series.touch(series.row(labels));
      addIn(table.pageOf(row), table.startOf(row), sign * amount);
    };
    this.set = series.hasLabels ? set : (value) => set(undefined, value);
    this.inc = series.hasLabels ? (labels, by = 1) => add(labels, by, 1) : (by = 1) => add(undefined, by, 1);
    this.dec = series.hasLabels ? (labels, by = 1) => add(labels, by, -1) : (by = 1) => add(undefined, by, -1);
  }

  with(labels: unknown): HeldGauge {
    return new GaugeSeries(this.#series, this.#series.row(labels));
  }
}
