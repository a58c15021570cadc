import type { NativeBuckets } from "../../storage/native-buckets.ts";
import type { NativeHistogram } from "../../storage/native-histogram.ts";
import { NativeSpans } from "../../storage/native-spans.ts";
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

const spans = new NativeSpans();

/** Spans hold offsets from each other, and deltas are differences from one bucket to the next, over the gaps between spans too. */
function bucketFields(out: ProtobufWriter, buckets: NativeBuckets, spanField: number, deltaField: number): void {
  if (buckets.populated === 0) return;
  const { counts } = buckets;
  spans.find(buckets);
  const end = out.length;
  for (let span = spans.count - 1; span >= 0; span--) {
    const before = span === 0 ? 0 : (counts[spans.endOf(span - 1) - 1] as number);
    out.deltas(counts, spans.firstOf(span), spans.endOf(span), before);
  }
  out.message(deltaField, end);
  for (let span = spans.count - 1; span >= 0; span--) {
    const first = spans.firstOf(span);
    const spanEnd = out.length;
    out.unsigned(bucketSpan.length, spans.endOf(span) - first);
    out.signed(bucketSpan.offset, span === 0 ? buckets.first + first : first - spans.endOf(span - 1));
    out.message(spanField, spanEnd);
  }
}
