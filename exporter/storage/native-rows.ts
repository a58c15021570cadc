import type { NativeResolution } from "@signalbox/contract";
import { NativeHistogram } from "./native-histogram.ts";

/** The native histograms of a table's rows, beside their classic buckets. */
export class NativeRows {
  readonly #resolution: NativeResolution;
  readonly #rows: (NativeHistogram | undefined)[] = [];

  constructor(resolution: NativeResolution) {
    this.#resolution = resolution;
  }

  /** The native histogram of a row; an empty one at first. */
  of(row: number): NativeHistogram {
    const known = this.#rows[row];
    if (known !== undefined) return known;
    const histogram = new NativeHistogram(this.#resolution);
    while (this.#rows.length <= row) this.#rows.push(undefined);
    this.#rows[row] = histogram;
    return histogram;
  }
}
