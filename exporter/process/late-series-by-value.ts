import type { SelfReport } from "../self-report.ts";
import { setAmount } from "../storage/series-cell.ts";
import { overflowRow, type SeriesTable } from "../storage/series-table.ts";

/** The series of a table with one label whose values Node decides; each is exposed from its first value on. */
export class LateSeriesByValue {
  readonly #table: SeriesTable;
  readonly #most: number;
  readonly #report: SelfReport;
  readonly #rows = new Map<string, number>();

  /** Beyond `most` values the overflow series takes the rest. */
  constructor(table: SeriesTable, most: number, report: SelfReport) {
    this.#table = table;
    this.#most = most;
    this.#report = report;
  }

  /** Sets all series at once; a value that is not among those given any more is 0. */
  setAll(amounts: ReadonlyMap<string, number>): void {
    for (const [value, row] of this.#rows) {
      if (!amounts.has(value)) setAmount(this.#table, row, 0, this.#report);
    }
    for (const [value, amount] of amounts) setAmount(this.#table, this.#row(value), amount, this.#report);
  }

  #row(value: string): number {
    const known = this.#rows.get(value);
    if (known !== undefined) return known;
    if (this.#rows.size >= this.#most) return overflowRow;
    const row = this.#table.add([value]);
    this.#rows.set(value, row);
    return row;
  }
}
