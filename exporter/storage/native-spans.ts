import type { NativeBuckets } from "./native-buckets.ts";

/** Empty buckets that a span takes in rather than to end. */
const bridgedGap = 2;

/** Native buckets next to each other. */
export interface NativeSpan {
  /** The index of its first bucket in the counts. */
  readonly first: number;
  readonly length: number;
}

/** Where the populated buckets stand, ascending; gaps of one or two empty buckets do not end a span, as in client_golang. */
export function nativeSpans({ counts, populated }: NativeBuckets): readonly NativeSpan[] {
  const spans: { first: number; length: number }[] = [];
  let left = populated;
  for (let index = 0; left > 0; index++) {
    if (counts[index] === 0) continue;
    left--;
    const span = spans.at(-1);
    if (span !== undefined && index - span.first - span.length <= bridgedGap) span.length = index - span.first + 1;
    else spans.push({ first: index, length: 1 });
  }
  return spans;
}
