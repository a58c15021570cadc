import { type AcrossProcesses, overflowValue } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import { type FamilyHead, overflowRow, type Page, SeriesTable, versionIndex } from "../storage/series-table.ts";
import { tableShape } from "./messages.ts";

/** A table of the whole fleet. Rows are found by their label values, because each member has its own in its own order. */
export class MergedTable {
  readonly table: SeriesTable;
  readonly shape: string;
  readonly across: AcrossProcesses;
  readonly #report: SelfReport;
  readonly #mostRows: number;
  readonly #rows = new Map<string, number>();
  #page: Page = new Float64Array(0);
  #start = 0;
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

  /** Chooses the row of the next {@link count}s, which raise its version once. */
  enter(row: number): void {
    this.#page = this.table.pageOf(row);
    this.#start = this.table.startOf(row);
    this.#page[versionIndex] = (this.#page[versionIndex] as number) + 1;
  }

  /** Counts in one number of the row that was entered what a member has more than before; what is no finite number is left out. */
  count(offset: number, now: number, before: number): void {
    const index = this.#start + offset;
    const counted = this.#page[index] as number;
    if (this.across === "sum") {
      const more = now - before;
      if (Number.isFinite(more)) this.#page[index] = counted + more;
    } else if (now > counted) {
      this.#page[index] = now;
    }
  }

  /** Sets the single number of a row, when it is another. */
  set(row: number, value: number): void {
    const page = this.table.pageOf(row);
    const start = this.table.startOf(row);
    if (Object.is(page[start], value)) return;
    page[start] = value;
    page[versionIndex] = (page[versionIndex] as number) + 1;
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
