/** Buckets that a window may reach over; it bounds what one value far from all others can cost in memory. */
export const widestWindow = 1024;

const narrowestWindow = 16;

/** Counts take 4 bytes until one of them is too large for that: reading them is mostly waiting for memory. */
export type Counts = Uint32Array | Float64Array;

/** The largest count that takes 4 bytes. */
export const largestSmallCount = 2 ** 32 - 1;

const noCounts = new Uint32Array(0);

/** The counts of native buckets of one sign, in a dense window of keys that grows to both sides. */
export class NativeBuckets {
  /** The key of the window's first bucket. */
  first = 0;
  counts: Counts = noCounts;
  /** Buckets that hold something. */
  populated = 0;

  /** Adds to the bucket of a key. False, and nothing is added, when the window would reach over too many buckets. */
  add(key: number, amount: number): boolean {
    if ((key - this.first) >>> 0 >= this.counts.length && !this.#reach(key)) return false;
    const index = key - this.first;
    const count = this.counts[index] as number;
    if (count + amount > largestSmallCount && this.counts instanceof Uint32Array) {
      this.counts = Float64Array.from(this.counts);
    }
    this.counts[index] = count + amount;
    if (count === 0) this.populated++;
    return true;
  }

  /** The key of the bucket nearest to zero that holds something; undefined when none does. */
  lowestKey(): number | undefined {
    const index = this.counts.findIndex((count) => count > 0);
    return index < 0 ? undefined : this.first + index;
  }

  /** Empties the bucket of a key and returns what it held. */
  remove(key: number): number {
    const count = this.counts[key - this.first] ?? 0;
    if (count === 0) return 0;
    this.counts[key - this.first] = 0;
    this.populated--;
    return count;
  }

  /** The same counts with each two neighbours in one. */
  halved(): NativeBuckets {
    const coarse = new NativeBuckets();
    this.counts.forEach((count, index) => {
      if (count > 0) coarse.add(coarserKey(this.first + index, 1), count);
    });
    return coarse;
  }

  #reach(key: number): boolean {
    const { counts } = this;
    const lowest = this.lowestKey() ?? key;
    const highest = this.first + counts.findLastIndex((count) => count > 0);
    const from = Math.min(lowest, key);
    const needed = (this.populated === 0 ? key : Math.max(highest, key)) - from + 1;
    if (needed > widestWindow) return false;
    const length = Math.min(widestWindow, Math.max(narrowestWindow, 2 ** Math.ceil(Math.log2(needed * 1.5))));
    const first = from - ((length - needed) >> 1);
    const grown = counts instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
    if (this.populated > 0) {
      grown.set(counts.subarray(lowest - this.first, highest - this.first + 1), lowest - first);
    }
    this.counts = grown;
    this.first = first;
    return true;
  }
}

/** The key of the bucket that holds the bucket of a key after the resolution was halved so many times. */
export function coarserKey(key: number, levels: number): number {
  return (key + (1 << levels) - 1) >> levels;
}
