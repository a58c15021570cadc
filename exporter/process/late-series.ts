import type { SelfReport } from "../self-report.ts";
import { setAmount } from "../storage/series-cell.ts";
import type { SeriesTable } from "../storage/series-table.ts";

/** A series that is exposed from its first value on, so that what cannot be known is absent and not 0. */
export class LateSeries {
  readonly #table: SeriesTable;
  readonly #labelValues: readonly string[];
  readonly #report: SelfReport;
  #row: number | undefined;

  constructor(table: SeriesTable, report: SelfReport, labelValues: readonly string[] = []) {
    this.#table = table;
    this.#labelValues = labelValues;
    this.#report = report;
  }

  /** Sets the value; what was known once and is not any more is `NaN`, which no comparison and no sum takes for a number. */
  set(value: number | undefined): void {
    if (this.#row === undefined) {
      if (value === undefined) return;
      this.#row = this.#table.add(this.#labelValues);
    }
    setAmount(this.#table, this.#row, value ?? Number.NaN, this.#report);
  }
}
