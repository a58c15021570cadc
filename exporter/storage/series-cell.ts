import type { SelfReport } from "../self-report.ts";
import { overflowRow, type SeriesTable } from "./series-table.ts";

/** Adds to the single number of a row. */
export function addAmount(table: SeriesTable, row: number, amount: number, report: SelfReport): void {
  if (row === overflowRow) report.overflow(table);
  const { values } = table;
  values[row] = (values[row] as number) + amount;
}

/** Sets the single number of a row. */
export function setAmount(table: SeriesTable, row: number, amount: number, report: SelfReport): void {
  if (row === overflowRow) report.overflow(table);
  table.values[row] = amount;
}

/** Counts a value in the row of a histogram; `bounds` are the table's own, as a typed array. */
export function observeValue(
  table: SeriesTable,
  bounds: Float64Array,
  row: number,
  value: number,
  report: SelfReport,
): void {
  if (row === overflowRow) report.overflow(table);
  const { values } = table;
  const start = row * table.stride;
  let bucket = 0;
  while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
  values[start] = (values[start] as number) + value;
  const cell = start + 1 + bucket;
  values[cell] = (values[cell] as number) + 1;
}
