import { overflowRow } from "../storage/series-table.ts";
import type { MergedTable } from "./merged-table.ts";
import type { TableReport, UnpackedPage } from "./messages.ts";
import { NativeMirror } from "./native-mirror.ts";

/** The most rows of a table that a member can have; the contract allows no metric more. */
const mostRows = 1_000_001;

/** What a member told last of one table, so that the next report adds only what is new. */
export class TableMirror {
  readonly merged: MergedTable;
  /** The rows of the fleet's table, by the member's. */
  readonly #rows: number[] = [];
  /** The member's pages, without their versions. */
  readonly #pages: Float64Array[] = [];
  readonly #native: NativeMirror | undefined;

  constructor(merged: MergedTable) {
    this.merged = merged;
    const { native } = merged.table;
    this.#native = native && new NativeMirror(native, (row) => this.#rows[row] ?? overflowRow);
  }

  /** Whether a report fits what is known; one that does not is malformed. */
  accepts({ firstRow, labelValues, pages, native }: TableReport<UnpackedPage>): boolean {
    const { head, pageShift, stride } = this.merged.table;
    const end = firstRow + labelValues.length;
    const rows = Math.max(end, this.#rows.length);
    if (firstRow > this.#rows.length || rows > mostRows) return false;
    if (labelValues.some((values) => values.length !== head.labelNames.length)) return false;
    if (native.some(({ row }) => row >= rows)) return false;
    return pages.every(({ page, length }) => {
      const reported = length / stride;
      return Number.isInteger(reported) && reported <= 1 << pageShift && (page << pageShift) + reported <= rows;
    });
  }

  /** Takes a report over, and adds what is new to the fleet's table; a gauge is left to be folded. */
  apply(report: TableReport<UnpackedPage>): void {
    report.labelValues.forEach((values, index) => {
      const row = report.firstRow + index;
      if (row === this.#rows.length) {
        this.#rows.push(row === overflowRow ? overflowRow : this.merged.row(values, report.createdSeconds[index] ?? 0));
      }
    });
    if (report.hasOverflowed) this.merged.showOverflow();
    for (const page of report.pages) this.#applyPage(page);
    for (const row of report.native) this.#native?.apply(row);
  }

  /** Calls a function with the row in the fleet's table and the value of each of the member's rows that is exposed. */
  forEachValue(visit: (row: number, value: number) => void): void {
    const { pageShift } = this.merged.table;
    const shown = this.merged.table.overflowedUpdates > 0 ? overflowRow : overflowRow + 1;
    for (let row = shown; row < this.#rows.length; row++) {
      const value = this.#pages[row >> pageShift]?.[row & ((1 << pageShift) - 1)];
      if (value !== undefined) visit(this.#rows[row] ?? overflowRow, value);
    }
  }

  #applyPage({ page, length, cells, numbers }: UnpackedPage): void {
    const { pageShift, stride } = this.merged.table;
    const { isGauge } = this.merged;
    const known = this.#pageOf(page, length);
    let row = -1;
    let firstCell = 0;
    for (let index = 0; index < numbers.length; index++) {
      const cell = cells === undefined ? index : (cells[index] as number);
      const now = numbers[index] as number;
      const before = known[cell] as number;
      if (now === before) continue;
      known[cell] = now;
      if (isGauge) continue;
      if (row < 0 || cell >= firstCell + stride) {
        firstCell = cell - (cell % stride);
        row = (page << pageShift) + firstCell / stride;
        this.#enter(row);
      }
      this.merged.count(cell - firstCell, now, before);
    }
  }

  #enter(row: number): void {
    const target = this.#rows[row] ?? overflowRow;
    if (target === overflowRow && row !== overflowRow) this.merged.overflow();
    this.merged.enter(target);
  }

  /** A page as it is known, with room for what is reported of it; it grows with the member's rows up to its full length. */
  #pageOf(page: number, length: number): Float64Array {
    const known = this.#pages[page];
    if (known !== undefined && known.length >= length) return known;
    const grown = new Float64Array(length);
    if (known !== undefined) grown.set(known);
    while (this.#pages.length < page) this.#pages.push(new Float64Array(0));
    this.#pages[page] = grown;
    return grown;
  }
}
