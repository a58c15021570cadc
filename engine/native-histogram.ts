import { readNumber, type WrittenNumber } from "./numbers.ts";

/** A bucket of a native histogram: its lower bound, its upper bound, and how many observations it holds. */
export type NativeBucket = readonly [lower: number, upper: number, count: number];

/** A native histogram as Prometheus holds it: spans are resolved to bounds, deltas to counts, empty ends are gone. */
export interface NativeHistogram {
  /** The resolution, from -4 to 8: each bound is the one before times 2 to the power of 2^-schema. */
  readonly schema: number;
  /** The largest absolute value that the zero bucket takes. */
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  /** The buckets above zero, ascending; the upper bound belongs to the bucket. */
  readonly positive: readonly NativeBucket[];
  /** The buckets below zero, descending, so that the first is the nearest to zero; the lower bound belongs to the bucket. */
  readonly negative: readonly NativeBucket[];
}

/** A native histogram in the engine's JSON. */
export type WrittenHistogram = { readonly schema: number } & Readonly<
  Record<"zeroThreshold" | "zeroCount" | "count" | "sum", WrittenNumber>
> &
  Readonly<Record<"positive" | "negative", readonly (readonly [WrittenNumber, WrittenNumber, WrittenNumber])[]>>;

/** Resolves the numbers that JSON cannot hold. */
export function readHistogram(written: WrittenHistogram): NativeHistogram {
  return {
    schema: written.schema,
    zeroThreshold: readNumber(written.zeroThreshold),
    zeroCount: readNumber(written.zeroCount),
    count: readNumber(written.count),
    sum: readNumber(written.sum),
    positive: written.positive.map(readBucket),
    negative: written.negative.map(readBucket),
  };
}

function readBucket([lower, upper, count]: WrittenHistogram["positive"][number]): NativeBucket {
  return [readNumber(lower), readNumber(upper), readNumber(count)];
}
