import type { NativeBuckets } from "../../storage/native-buckets.ts";
import type { NativeHistogram } from "../../storage/native-histogram.ts";
import { type NativeSpan, nativeSpans } from "../../storage/native-spans.ts";
import { bucketSpan, histogram } from "./client-model.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** Writes the fields of a histogram message that make it native. Its zero threshold tells that it is, also before the first value. */
export function nativeFields(out: ProtobufWriter, native: NativeHistogram): void {
  bucketFields(out, native.positive, histogram.positiveSpan, histogram.positiveDelta);
  bucketFields(out, native.negative, histogram.negativeSpan, histogram.negativeDelta);
  out.unsigned(histogram.zeroCount, native.zeroCount);
  out.double(histogram.zeroThreshold, native.zeroThreshold);
  out.signed(histogram.schema, native.schema);
}

/** Spans hold offsets from each other, and deltas are differences from one bucket to the next, over the gaps between spans too. */
function bucketFields(out: ProtobufWriter, buckets: NativeBuckets, spanField: number, deltaField: number): void {
  if (buckets.populated === 0) return;
  const spans = nativeSpans(buckets);
  const { counts } = buckets;
  const end = out.length;
  for (let number = spans.length - 1; number >= 0; number--) {
    const { first, length } = spans[number] as NativeSpan;
    const before = spans[number - 1];
    out.deltas(counts, first, length, before === undefined ? 0 : (counts[before.first + before.length - 1] as number));
  }
  out.message(deltaField, end);
  for (let number = spans.length - 1; number >= 0; number--) {
    const { first, length } = spans[number] as NativeSpan;
    const before = spans[number - 1];
    const spanEnd = out.length;
    out.unsigned(bucketSpan.length, length);
    out.signed(bucketSpan.offset, before === undefined ? buckets.first + first : first - before.first - before.length);
    out.message(spanField, spanEnd);
  }
}
