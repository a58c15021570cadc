import { overflowValue } from "@signalbox/contract";
import { overflowRow, type SeriesTable } from "./series-table.ts";

/** The rows of a table whose label values are not known beforehand: each label set has one, up to a cap. */
export class CappedRows {
  readonly table: SeriesTable;
  readonly #maximum: number;
  readonly #rows = new Map<string, number>();

  constructor(table: SeriesTable, maximum: number) {
    this.table = table;
    this.#maximum = maximum;
  }

  /** The row of label values in the order of the table; {@link overflowRow} beyond the cap, or when one value says so itself. */
  row(values: readonly string[]): number {
    if (values.includes(overflowValue)) return overflowRow;
    const key = JSON.stringify(values);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size >= this.#maximum) {
      this.table.overflowCause ??= `it has ${this.#maximum} label sets, as many as it may, and ${key} is one more`;
      return overflowRow;
    }
    const row = this.table.add(values);
    this.#rows.set(key, row);
    return row;
  }
}
