import { overflowValue } from "@signalbox/contract";
import type { SeriesFinder } from "../metrics/series-finder.ts";
import { overflowRow } from "../storage/series-table.ts";
import type { ClientLabels } from "./client-library.ts";

/**
 * The series of one metric in a client library: which label sets there are is decided as for our own storage, and each has one
 * object of labels that never changes, because the client libraries keep the object that they are given.
 */
export class ClientSeries {
  readonly finder: SeriesFinder;
  readonly #labelNames: readonly string[];
  readonly #labels: ClientLabels[] = [];
  readonly #keys = new Set<string>();

  constructor(finder: SeriesFinder) {
    this.finder = finder;
    this.#labelNames = finder.table.head.labelNames;
    this.#labels[overflowRow] = this.#frozen(this.#labelNames.map(() => overflowValue));
  }

  /** The label sets that are there from the start. */
  initial(): readonly ClientLabels[] {
    const rows = Array.from({ length: this.finder.table.rowCount }, (_, row) => row);
    return rows.filter((row) => row !== overflowRow && this.#isKept(row)).map((row) => this.#labelsOf(row));
  }

  /** The labels of a row that {@link SeriesFinder.row} found, for one update; counts the updates that overflow. */
  update(row: number): ClientLabels {
    const kept = this.#isKept(row) ? row : overflowRow;
    return this.#labelsOf(this.finder.touch(kept));
  }

  /** Runs an update of the client library; what that throws is reported. */
  attempt(update: () => unknown): void {
    try {
      update();
    } catch (error) {
      this.finder.report.error(this.finder.table.head.name, error);
    }
  }

  #isKept(row: number): boolean {
    return row === overflowRow || this.#labelsOf(row) !== this.#labels[overflowRow];
  }

  #labelsOf(row: number): ClientLabels {
    const known = this.#labels[row];
    if (known !== undefined) return known;
    const values = this.finder.table.labelValuesOf(row);
    const labels = this.#isDistinct(values) ? this.#frozen(values) : (this.#labels[overflowRow] as ClientLabels);
    this.#labels[row] = labels;
    return labels;
  }

  /** The client libraries join label values to a key, so that some different label sets are one to them. */
  #isDistinct(values: readonly string[]): boolean {
    const named = this.#labelNames.map((name, index) => `${name}:${values[index]},`).sort();
    const keys = [named.join(""), `|${values.join("|")}`];
    if (keys.some((key) => this.#keys.has(key))) return false;
    for (const key of keys) this.#keys.add(key);
    return true;
  }

  #frozen(values: readonly string[]): ClientLabels {
    return Object.freeze(Object.fromEntries(this.#labelNames.map((name, index) => [name, values[index] ?? ""])));
  }
}
