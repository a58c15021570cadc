import type { SelfReport } from "../self-report.ts";
import type { BucketBounds } from "./bucket-bounds.ts";
import { overflowRow, type Page, type SeriesTable, versionIndex } from "./series-table.ts";

/** Adds to the single number of a row. */
export function addAmount(table: SeriesTable, row: number, amount: number, report: SelfReport): void {
  if (row === overflowRow) report.overflow(table);
  addIn(table.pageOf(row), table.startOf(row), amount);
}

/** Sets the single number of a row. */
export function setAmount(table: SeriesTable, row: number, amount: number, report: SelfReport): void {
  if (row === overflowRow) report.overflow(table);
  setIn(table.pageOf(row), table.startOf(row), amount);
}

/** Counts a value in the row of a histogram; `bounds` are the table's own. */
export function observeValue(
  table: SeriesTable,
  bounds: BucketBounds,
  row: number,
  value: number,
  report: SelfReport,
): void {
  if (row === overflowRow) report.overflow(table);
  observeIn(table.pageOf(row), table.startOf(row), bounds, value);
  table.native?.of(row).observe(value);
}

/** Adds to the number at an index of a page. */
export function addIn(page: Page, index: number, amount: number): void {
  page[index] = (page[index] as number) + amount;
  page[versionIndex] = (page[versionIndex] as number) + 1;
}

/** Sets the number at an index of a page. */
export function setIn(page: Page, index: number, amount: number): void {
  page[index] = amount;
  page[versionIndex] = (page[versionIndex] as number) + 1;
}

/** Counts a value in the histogram that starts at an index of a page. */
export function observeIn(page: Page, start: number, bounds: BucketBounds, value: number): void {
  page[start] = (page[start] as number) + value;
  const cell = start + 1 + bounds.bucketOf(value);
  page[cell] = (page[cell] as number) + 1;
  page[versionIndex] = (page[versionIndex] as number) + 1;
}
