import { type NativeBuckets, widestWindow } from "./native-buckets.ts";

/** Empty buckets that a span takes in rather than to end. */
const bridgedGap = 2;

/** Native buckets next to each other, where the populated ones stand, ascending; used again for each histogram that is written. */
export class NativeSpans {
  /** How many there are. */
  count = 0;
  readonly #firsts = new Int32Array(widestWindow);
  readonly #ends = new Int32Array(widestWindow);

  /** Finds the spans of a histogram's buckets; gaps of one or two empty ones do not end a span, as in client_golang. */
  find({ counts, populated }: NativeBuckets): void {
    const firsts = this.#firsts;
    const ends = this.#ends;
    let last = -1;
    let left = populated;
    for (let index = 0; left > 0; index++) {
      if (counts[index] === 0) continue;
      left--;
      if (last < 0 || index - (ends[last] as number) > bridgedGap) firsts[++last] = index;
      ends[last] = index + 1;
    }
    this.count = last + 1;
  }

  /** The index in the counts at which a span begins. */
  firstOf(span: number): number {
    return this.#firsts[span] as number;
  }

  /** The index in the counts behind a span's last bucket. */
  endOf(span: number): number {
    return this.#ends[span] as number;
  }
}
