import { type ExposedMetric, overflowValue } from "@signalbox/contract";
import { unixSeconds } from "../clocks.ts";
import type { ExemplarRows } from "./exemplar-rows.ts";
import { labelText } from "./label-text.ts";
import { NativeRows } from "./native-rows.ts";

/** The row that takes what exceeds a table's cap; every table allocates it first. */
export const overflowRow = 0;

/** What a table needs to know of its metric. */
export type FamilyHead = Pick<ExposedMetric, "name" | "type" | "help" | "bounds" | "native"> & {
  readonly labelNames: readonly string[];
};

/**
 * A page of rows. Its first number is its version, which every update raises, so that a rendering of the page can be kept
 * until then. The rows follow. A page never moves, so that a held series can keep it.
 */
export type Page = Float64Array;

/** The index in a page at which its version stands. */
export const versionIndex = 0;

/**
 * The numbers of one metric: a row of fixed stride per label set, in pages of a fixed number of rows.
 * A counter or gauge has one number in a row; a histogram has its sum, then one count per bucket, `+Inf` last.
 */
export class SeriesTable {
  readonly head: FamilyHead;
  readonly stride: number;
  /** Rows in a page as a power of two: about as much text for a histogram as for a single number. */
  readonly pageShift: number;
  readonly pages: Page[] = [];
  /** How many updates went to {@link overflowRow}; the row is exposed when it is above 0. */
  overflowedUpdates = 0;
  /** Why the first of them went there, in words for the log; undefined when nobody told. */
  overflowCause: string | undefined;
  /** The native histograms of the rows; undefined when the metric has none. */
  readonly native: NativeRows | undefined;
  /** The exemplars of the rows; undefined until there is one. */
  exemplars: ExemplarRows | undefined;
  readonly #labelTexts: string[] = [];
  readonly #labelValues: (readonly string[])[] = [];
  readonly #createdSeconds: number[] = [];
  readonly #wallClock: () => number;

  /** The clock tells seconds since 1970, for the times at which series were created. */
  constructor(head: FamilyHead, wallClock: () => number = unixSeconds) {
    this.head = head;
    this.native = head.native && new NativeRows(head.native);
    this.stride = head.type === "histogram" ? head.bounds.length + 2 : 1;
    this.pageShift = head.type === "histogram" ? 6 : 8;
    this.#wallClock = wallClock;
    this.add(head.labelNames.map(() => overflowValue));
  }

  get rowCount(): number {
    return this.#labelTexts.length;
  }

  /** Allocates a row at zero for label values in the order of the head's names, and returns its number. */
  add(labelValues: readonly string[]): number {
    const row = this.#labelTexts.length;
    if (row >> this.pageShift === this.pages.length) {
      this.pages.push(new Float64Array(1 + (this.stride << this.pageShift)));
    }
    this.#labelTexts.push(labelText(this.head.labelNames, labelValues));
    this.#labelValues.push(labelValues);
    this.#createdSeconds.push(this.#wallClock());
    const page = this.pageOf(row);
    page[versionIndex] = (page[versionIndex] as number) + 1;
    return row;
  }

  /** The page that holds a row. */
  pageOf(row: number): Page {
    return this.pages[row >> this.pageShift] as Page;
  }

  /** Where a row starts in its page. */
  startOf(row: number): number {
    return 1 + (row & ((1 << this.pageShift) - 1)) * this.stride;
  }

  /** The labels of a row as the text formats write them, without braces, in UTF-8 with one character for each byte. */
  labelTextOf(row: number): string {
    return this.#labelTexts[row] ?? "";
  }

  /** The label values of a row, in the order of the head's names. */
  labelValuesOf(row: number): readonly string[] {
    return this.#labelValues[row] ?? [];
  }

  /** When a row was allocated, in seconds since 1970. */
  createdSecondsOf(row: number): number {
    return this.#createdSeconds[row] ?? 0;
  }
}
