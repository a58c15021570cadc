import { type AcrossProcesses, overflowValue } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import { type FamilyHead, overflowRow, SeriesTable, versionIndex } from "../storage/series-table.ts";
import { tableShape } from "./messages.ts";

/** A table of the whole fleet. Rows are found by their label values, because each member has its own in its own order. */
export class MergedTable {
  readonly table: SeriesTable;
  readonly shape: string;
  readonly across: AcrossProcesses;
  readonly #report: SelfReport;
  readonly #mostRows: number;
  readonly #rows = new Map<string, number>();
  #createdSeconds = 0;
  #isWatched = false;

  constructor(head: FamilyHead, across: AcrossProcesses, mostRows: number, report: SelfReport) {
    this.table = new SeriesTable(head, () => this.#createdSeconds);
    this.shape = tableShape(head);
    this.across = across;
    this.#mostRows = mostRows;
    this.#report = report;
  }

  /** Whether dead members leave nothing behind; else counts stay. */
  get isGauge(): boolean {
    return this.table.head.type === "gauge";
  }

  /** The row of label values; all members together have as many as one could have alone, and beyond the overflow row takes the rest. */
  row(labelValues: readonly string[], createdSeconds: number): number {
    if (labelValues.length > 0 && labelValues.every((value) => value === overflowValue)) return overflowRow;
    const key = JSON.stringify(labelValues);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size >= this.#mostRows) return overflowRow;
    this.#createdSeconds = createdSeconds;
    const row = this.table.add(labelValues);
    this.#rows.set(key, row);
    return row;
  }

  /** Adds to one number of a row; what is no finite number is left out. */
  add(row: number, offset: number, amount: number): void {
    if (!Number.isFinite(amount)) return;
    const page = this.table.pageOf(row);
    const index = this.table.startOf(row) + offset;
    page[index] = (page[index] as number) + amount;
    page[versionIndex] = (page[versionIndex] as number) + 1;
  }

  /** Sets the single number of a row, when it is another. */
  set(row: number, value: number): void {
    const page = this.table.pageOf(row);
    const start = this.table.startOf(row);
    if (Object.is(page[start], value)) return;
    page[start] = value;
    page[versionIndex] = (page[versionIndex] as number) + 1;
  }

  /** Raises the single number of a row to a value that several members read at the same place. */
  raise(row: number, value: number): void {
    if (value > (this.table.pageOf(row)[this.table.startOf(row)] as number)) this.set(row, value);
  }

  /** Says that updates of a member went to its overflow row, which shows then. */
  showOverflow(): void {
    if (this.table.overflowedUpdates === 0) this.table.overflowedUpdates = 1;
  }

  /** Counts that a row of a member has none here, so that it goes to the overflow row. */
  overflow(): void {
    if (!this.#isWatched) this.#report.watch(this.table);
    this.#isWatched = true;
    this.#report.overflow(this.table);
  }
}
