import type { NativeBuckets } from "../storage/native-buckets.ts";
import { type SeriesTable, versionIndex } from "../storage/series-table.ts";
import {
  type NativeReport,
  type NativeSide,
  type Packed,
  type PageReport,
  type TableReport,
  tableShape,
} from "./messages.ts";

/** Packs numbers into what a link can send. */
export type Pack = <N extends Float64Array | Uint16Array>(numbers: N) => Packed<N>;

/** A table of a member, with what of it was reported already. */
export class ReportedTable {
  readonly #table: SeriesTable;
  readonly #shape: string;
  #rows = 0;
  #versions: number[] = [];
  #sentPages: Float64Array[] = [];
  #nativeCounts: number[] = [];

  constructor(table: SeriesTable) {
    this.#table = table;
    this.#shape = tableShape(table.head);
  }

  /** Makes the next report tell everything. */
  forget(): void {
    this.#rows = 0;
    this.#versions = [];
    this.#sentPages = [];
    this.#nativeCounts = [];
  }

  /** What changed since the report before, packed to be sent; undefined when nothing did. */
  changes(pack: Pack): TableReport | undefined {
    return this.#report((page, numbers) => this.#changedCells(page, numbers, pack));
  }

  /** What changed since the report before, for this process: numbers that stay those of the table, so that they must be read at once. */
  changesInPlace(): TableReport<PageReport<Float64Array, never>> | undefined {
    return this.#report((page, numbers) => ({ page, length: numbers.length, numbers }));
  }

  #report<Page>(pageReport: (page: number, numbers: Float64Array) => Page): TableReport<Page> | undefined {
    const table = this.#table;
    const changed = table.pages.flatMap((page, index) => (page[versionIndex] === this.#versions[index] ? [] : [index]));
    if (changed.length === 0) return undefined;
    const { head, rowCount } = table;
    const newRows = Array.from({ length: rowCount - this.#rows }, (_, index) => this.#rows + index);
    const report: TableReport<Page> = {
      name: head.name,
      shape: this.#shape,
      firstRow: this.#rows,
      labelValues: newRows.map((row) => table.labelValuesOf(row)),
      createdSeconds: newRows.map((row) => table.createdSecondsOf(row)),
      hasOverflowed: table.overflowedUpdates > 0,
      pages: changed.map((page) => pageReport(page, this.#taken(page))),
      native: changed.flatMap((page) => this.#native(page)),
    };
    this.#rows = rowCount;
    return report;
  }

  /** The numbers of a page's rows, with their version noted. */
  #taken(page: number): Float64Array {
    const table = this.#table;
    const numbers = table.pages[page] ?? new Float64Array(1);
    this.#versions[page] = numbers[versionIndex] ?? 0;
    const rows = Math.min(1 << table.pageShift, table.rowCount - (page << table.pageShift));
    const first = versionIndex + 1;
    return numbers.subarray(first, first + rows * table.stride);
  }

  /** A scrape later, few numbers of a page are others, and their places take less than the rest of the page. */
  #changedCells(page: number, numbers: Float64Array, pack: Pack): PageReport {
    const { length } = numbers;
    const sent = this.#sentPages[page];
    this.#sentPages[page] = numbers.slice();
    const cells = sent === undefined || length > mostCells ? undefined : changedCells(numbers, sent);
    if (cells === undefined || cells.length * sparseBytes > length * denseBytes) {
      return { page, length, numbers: pack(numbers) };
    }
    const changed = Float64Array.from(cells, (cell) => numbers[cell] as number);
    return { page, length, cells: pack(cells), numbers: pack(changed) };
  }

  #native(page: number): readonly NativeReport[] {
    const table = this.#table;
    const { native } = table;
    if (native === undefined) return [];
    const reports: NativeReport[] = [];
    const end = Math.min(table.rowCount, (page + 1) << table.pageShift);
    for (let row = page << table.pageShift; row < end; row++) {
      const count = this.#countOf(row);
      if (count === (this.#nativeCounts[row] ?? 0)) continue;
      this.#nativeCounts[row] = count;
      const { schema, zeroThreshold, zeroCount, positive, negative } = native.of(row);
      reports.push({ row, schema, zeroThreshold, zeroCount, positive: side(positive), negative: side(negative) });
    }
    return reports;
  }

  #countOf(row: number): number {
    const start = this.#table.startOf(row);
    const buckets = this.#table.pageOf(row).subarray(start + 1, start + this.#table.stride);
    return buckets.reduce((sum, count) => sum + count, 0);
  }
}

/** Bytes of a number that is sent in its order, and of one that is sent with its place. */
const denseBytes = 8;
const sparseBytes = 10;

/** The most places that 16 bits can name. */
const mostCells = 2 ** 16;

const foundCells = new Uint16Array(mostCells);

function changedCells(numbers: Float64Array, sent: Float64Array): Uint16Array {
  let found = 0;
  for (let cell = 0; cell < numbers.length; cell++) {
    const before = cell < sent.length ? sent[cell] : 0;
    if (!Object.is(numbers[cell], before)) foundCells[found++] = cell;
  }
  return foundCells.slice(0, found);
}

function side({ first, counts, populated }: NativeBuckets): NativeSide {
  if (populated === 0) return { first: 0, counts: [] };
  const lowest = counts.findIndex((count) => count > 0);
  const highest = counts.findLastIndex((count) => count > 0);
  return { first: first + lowest, counts: [...counts.subarray(lowest, highest + 1)] };
}
