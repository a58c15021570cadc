import { double, halves, highHalf, lowHalf } from "./double-halves.ts";

/** Bits of a double's high half that a table of buckets leaves out; the exponent and 4 bits of the mantissa stay, a sixteenth of an octave. */
const cellShift = 16;

/**
 * The bounds of a histogram's buckets, and the way from a value to its bucket: a table tells for each sixteenth of an octave the first
 * bucket that a value there can be in. Measured values come in no order, so that a search by halves is mostly waiting for mispredicted
 * branches, at twice the time.
 */
export class BucketBounds {
  /** The upper bounds, ascending, with positive infinity as the last. */
  readonly #bounds: Float64Array;
  readonly #firstBuckets: Uint8Array;
  readonly #lowestCell: number;

  /** At most 255 bounds, ascending. Where some are not above zero there is one cell for all values. */
  constructor(bounds: readonly number[]) {
    this.#bounds = Float64Array.from([...bounds, Number.POSITIVE_INFINITY]);
    const [lowest = 0] = bounds;
    const highest = bounds.at(-1) ?? 0;
    const isPositive = lowest > 0;
    this.#lowestCell = isPositive ? cellOf(lowest) - 1 : 0;
    const cells = isPositive ? cellOf(highest) - this.#lowestCell + 2 : 1;
    this.#firstBuckets = Uint8Array.from({ length: cells }, (_, cell) =>
      cell === 0 ? 0 : this.#bounds.findIndex((bound) => startOf(this.#lowestCell + cell) <= bound),
    );
  }

  /** The number of buckets, the one up to infinity included. */
  get length(): number {
    return this.#bounds.length;
  }

  /** The index of the bucket that holds a finite number. */
  bucketOf(value: number): number {
    const cells = this.#firstBuckets;
    double[0] = value;
    let cell = ((halves[highHalf] as number) >> cellShift) - this.#lowestCell;
    if (cell < 0) cell = 0;
    else if (cell >= cells.length) cell = cells.length - 1;
    let bucket = cells[cell] as number;
    while (value > (this.#bounds[bucket] as number)) bucket++;
    return bucket;
  }
}

function cellOf(value: number): number {
  double[0] = value;
  return (halves[highHalf] as number) >> cellShift;
}

/** The least number of a cell. */
function startOf(cell: number): number {
  halves[lowHalf] = 0;
  halves[highHalf] = cell << cellShift;
  return double[0] as number;
}
