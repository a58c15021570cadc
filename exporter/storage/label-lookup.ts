import { isOpen, type LabelSet, labelSets, type Metric, overflowValue, seriesLimits } from "@signalbox/contract";
import { labelValue } from "./label-value.ts";
import { overflowRow, type SeriesTable } from "./series-table.ts";

/**
 * Finds the row of a label set without building a string: each value has a number, and the numbers are the digits of a
 * mixed-radix index into a table of rows. Listed values have their rows from the start; open ones get theirs when first seen.
 */
export class LabelLookup {
  readonly #table: SeriesTable;
  readonly #names: readonly string[];
  readonly #numbers: readonly Map<string, number>[];
  readonly #radixes: readonly number[];
  readonly #isOpen: readonly boolean[];
  readonly #rows: Int32Array;

  constructor(table: SeriesTable, metric: Metric) {
    const labels: LabelSet = metric.labels;
    const all = Object.values(labels);
    this.#table = table;
    this.#names = Object.keys(labels);
    this.#numbers = all.map((values) => new Map(isOpen(values) ? [] : values.map((value, number) => [value, number])));
    this.#radixes = all.map((values) => (isOpen(values) ? values.max : values.length));
    this.#isOpen = all.map(isOpen);
    this.#rows = new Int32Array(labelSets(metric));
    if (this.#isOpen.includes(true)) return;
    for (const key of this.#rows.keys()) this.#allocate(key);
  }

  /** The row of a label set; {@link overflowRow} when a value is missing, not listed, or beyond the maximum of an open label. */
  row(values: Readonly<Record<string, unknown>>): number {
    let key = 0;
    for (let label = 0; label < this.#names.length; label++) {
      const value = values[this.#names[label] as string];
      const number = this.#number(label, value);
      if (number < 0) return overflowRow;
      key = key * (this.#radixes[label] as number) + number;
    }
    const row = this.#rows[key] as number;
    return row === overflowRow ? this.#allocate(key) : row;
  }

  #number(label: number, value: unknown): number {
    if (typeof value === "string" && value.length <= seriesLimits.labelValueBytes) {
      const number = this.#numbers[label]?.get(value);
      if (number !== undefined) return number;
    }
    return this.#admit(label, value);
  }

  #admit(label: number, value: unknown): number {
    const numbers = this.#numbers[label] as Map<string, number>;
    const kept = labelValue(value);
    if (kept === undefined || kept === overflowValue) return -1;
    const number = numbers.get(kept);
    if (number !== undefined) return number;
    if (!this.#isOpen[label] || numbers.size >= (this.#radixes[label] as number)) return -1;
    numbers.set(kept, numbers.size);
    return numbers.size - 1;
  }

  #allocate(key: number): number {
    const values: string[] = [];
    let rest = key;
    for (let label = this.#names.length - 1; label >= 0; label--) {
      const radix = this.#radixes[label] as number;
      values.unshift([...(this.#numbers[label]?.keys() ?? [])][rest % radix] ?? "");
      rest = Math.floor(rest / radix);
    }
    const row = this.#table.add(values);
    this.#rows[key] = row;
    return row;
  }
}
