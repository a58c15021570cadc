import { type ExposedMetric, overflowValue } from "@signalbox/contract";
import { labelText } from "./label-text.ts";

/** The row that takes what exceeds a table's cap; every table allocates it first. */
export const overflowRow = 0;

/** What a table needs to know of its metric. */
export type FamilyHead = Pick<ExposedMetric, "name" | "type" | "help" | "bounds"> & {
  readonly labelNames: readonly string[];
};

/**
 * The numbers of one metric: a row of fixed stride per label set, all rows in one growing buffer.
 * A counter or gauge has one number in a row; a histogram has its sum, then one count per bucket, `+Inf` last.
 * The buffer is replaced when it grows, so read `values` anew for each update.
 */
export class SeriesTable {
  readonly head: FamilyHead;
  readonly stride: number;
  values: Float64Array;
  /** How many updates went to {@link overflowRow}; the row is exposed when it is above 0. */
  overflowedUpdates = 0;
  readonly #labelTexts: string[] = [];

  constructor(head: FamilyHead) {
    this.head = head;
    this.stride = head.type === "histogram" ? head.bounds.length + 2 : 1;
    this.values = new Float64Array(this.stride * 8);
    this.add(head.labelNames.map(() => overflowValue));
  }

  get rowCount(): number {
    return this.#labelTexts.length;
  }

  /** Allocates a row at zero for label values in the order of the head's names, and returns its number. */
  add(labelValues: readonly string[]): number {
    const row = this.#labelTexts.length;
    const needed = (row + 1) * this.stride;
    if (needed > this.values.length) {
      const grown = new Float64Array(Math.max(needed, this.values.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    this.#labelTexts.push(labelText(this.head.labelNames, labelValues));
    return row;
  }

  /** The labels of a row as the text format writes them, without braces; empty when the metric has none. */
  labelTextOf(row: number): string {
    return this.#labelTexts[row] ?? "";
  }
}
