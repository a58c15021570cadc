import { type NativeResolution, nativeLimits } from "@signalbox/contract";
import { finestKey, schemaLimits, schemaOf, upperBound } from "./native-bucket-key.ts";
import { coarserKey, largestSmallCount, NativeBuckets } from "./native-buckets.ts";

/** The bound up to which values count as zero from the start, 2^-128, as in client_golang; as a key of the finest schema. */
const narrowestZero = finestKey(2 ** -128);

/** The bound up to which the zero bucket may widen: 2^-20, about a millionth of the base unit. */
const widestZero = finestKey(2 ** -20);

/**
 * The exponential buckets of one series, as Prometheus's native histograms have them. When more of them hold something than the
 * budget allows, the zero bucket takes the one nearest to it, while it stays narrow; else each two neighbours become one.
 * Prometheus follows both without a counter reset.
 */
export class NativeHistogram {
  zeroThreshold: number = upperBound(narrowestZero, schemaLimits.finest);
  zeroCount = 0;
  /** Buckets of values above zero. */
  positive: NativeBuckets = new NativeBuckets();
  /** Buckets of values below zero, by the size of the values. */
  negative: NativeBuckets = new NativeBuckets();
  #zeroKey = narrowestZero;
  /** How many times the finest resolution was halved. */
  #levels: number;

  constructor({ growth }: NativeResolution) {
    this.#levels = schemaLimits.finest - schemaOf(growth);
  }

  /** The resolution, from -4 to 8: each bound is the one before times 2 to the power of 2^-schema. */
  get schema(): number {
    return schemaLimits.finest - this.#levels;
  }

  /** Counts a finite number. */
  observe(value: number): void {
    const size = Math.abs(value);
    if (size <= this.zeroThreshold) {
      this.zeroCount++;
      return;
    }
    const finest = finestKey(size);
    const buckets = value > 0 ? this.positive : this.negative;
    const index = coarserKey(finest, this.#levels) - buckets.first;
    const count = buckets.counts[index];
    if (count !== undefined && count > 0 && count < largestSmallCount) {
      buckets.counts[index] = count + 1;
      return;
    }
    this.#count(value > 0, finest, 1);
    this.#fit();
  }

  /** Adds what another histogram counted, at the lower of both resolutions and with the wider of both zero buckets. */
  merge(other: NativeHistogram): void {
    while (this.#levels < other.#levels) this.#halve();
    const zero = coarserKey(Math.max(this.#zeroKey, other.#zeroKey), this.#levels);
    this.#widenZero(zero << this.#levels);
    this.zeroCount += other.zeroCount;
    for (const isPositive of [true, false]) {
      const { first, counts } = isPositive ? other.positive : other.negative;
      counts.forEach((count, index) => {
        if (count > 0) this.#count(isPositive, (first + index) << other.#levels, count);
      });
    }
    this.#fit();
  }

  /** Adds to one bucket of a histogram whose resolution and zero bucket were merged before. */
  addCount(isPositive: boolean, key: number, schema: number, amount: number): void {
    this.#count(isPositive, key << (schemaLimits.finest - schema), amount);
    this.#fit();
  }

  /** Widens the zero bucket to an upper bound of the finest resolution; a narrower one changes nothing. */
  widenZero(threshold: number): void {
    this.#widenZero(finestKey(threshold));
  }

  #count(isPositive: boolean, finest: number, amount: number): void {
    do {
      if (finest <= this.#zeroKey) {
        this.zeroCount += amount;
        return;
      }
      const buckets = isPositive ? this.positive : this.negative;
      if (buckets.add(coarserKey(finest, this.#levels), amount)) return;
    } while (this.#lower());
  }

  #fit(): void {
    while (this.positive.populated + this.negative.populated > nativeLimits.bucketBudget && this.#lower());
  }

  /** Makes room; false when nothing is left that could be given up. */
  #lower(): boolean {
    const nearest = Math.min(
      this.positive.lowestKey() ?? Number.POSITIVE_INFINITY,
      this.negative.lowestKey() ?? Number.POSITIVE_INFINITY,
    );
    if (nearest < 0 && nearest << this.#levels <= widestZero) return this.#widenZero(nearest << this.#levels);
    return this.#halve();
  }

  #widenZero(zeroKey: number): boolean {
    if (zeroKey <= this.#zeroKey) return false;
    this.#zeroKey = zeroKey;
    this.zeroThreshold = upperBound(zeroKey, schemaLimits.finest);
    for (const buckets of [this.positive, this.negative]) {
      let key = buckets.lowestKey();
      while (key !== undefined && key << this.#levels <= zeroKey) {
        this.zeroCount += buckets.remove(key);
        key = buckets.lowestKey();
      }
    }
    return true;
  }

  #halve(): boolean {
    if (this.schema === schemaLimits.coarsest) return false;
    this.#levels++;
    this.positive = this.positive.halved();
    this.negative = this.negative.halved();
    return true;
  }
}
