import { bounds } from "./durations.ts";
import { peer } from "./peer.ts";

/** The parts of Prometheus's exposition format (client_model, `io/prometheus/client/metrics.proto`) that a histogram needs. */
const definition = `
syntax = "proto2";
message LabelPair { optional string name = 1; optional string value = 2; }
message BucketSpan { optional sint32 offset = 1; optional uint32 length = 2; }
message Bucket { optional uint64 cumulative_count = 1; optional double upper_bound = 2; }
message Histogram {
  optional uint64 sample_count = 1;
  optional double sample_sum = 2;
  repeated Bucket bucket = 3;
  optional sint32 schema = 5;
  optional double zero_threshold = 6;
  optional uint64 zero_count = 7;
  repeated BucketSpan positive_span = 12;
  repeated sint64 positive_delta = 13;
}
message Metric { repeated LabelPair label = 1; optional Histogram histogram = 7; }
message MetricFamily {
  optional string name = 1;
  optional string help = 2;
  optional int32 type = 3;
  repeated Metric metric = 4;
}`;

const histogramType = 4;

/** The resolution of the native buckets: neighbouring bounds are 2^(1/8) apart, about 9 %. */
const schema = 3;

interface MessageType {
  encodeDelimited(message: object): { finish(): Uint8Array };
}

interface Protobuf {
  parse(
    source: string,
    options: { readonly keepCase: true },
  ): { readonly root: { lookupType(name: string): MessageType } };
}

/** What a registry holds of one histogram. */
export interface HeldHistogram {
  readonly labels: Readonly<Record<string, string>>;
  sum: number;
  /** Counts between the bounds, `+Inf` last. */
  readonly classic: Float64Array;
  /** Counts of the native buckets from {@link firstKey} on. */
  readonly native: Float64Array;
}

/** The first native bucket of {@link HeldHistogram}, whose upper bound is 2^(-128/8). */
const firstKey = -128;

/** Counts a value of the benchmark, all of which fall within the native buckets that are held. */
export function count(held: HeldHistogram, value: number): void {
  held.sum += value;
  const bound = bounds.findIndex((upper) => value <= upper);
  const bucket = bound < 0 ? bounds.length : bound;
  const key = Math.ceil(Math.log2(value) * 2 ** schema) - firstKey;
  held.classic[bucket] = (held.classic[bucket] ?? 0) + 1;
  held.native[key] = (held.native[key] ?? 0) + 1;
}

/** A histogram without a value. */
export function heldHistogram(labels: HeldHistogram["labels"]): HeldHistogram {
  return { labels, sum: 0, classic: new Float64Array(bounds.length + 1), native: new Float64Array(256) };
}

/** Encodes histograms as one family with the package protobufjs, classic and native buckets in one message each. */
export function familyEncoder(): (histograms: readonly HeldHistogram[]) => Uint8Array {
  const { root } = peer<Protobuf>("protobufjs").parse(definition, { keepCase: true });
  const family = root.lookupType("MetricFamily");
  return (histograms) =>
    family
      .encodeDelimited({
        name: "http_request_duration_seconds",
        help: "Duration of requests.",
        type: histogramType,
        metric: histograms.map(metricMessage),
      })
      .finish();
}

function metricMessage({ labels, sum, classic, native }: HeldHistogram): object {
  let total = 0;
  const bucket = [...bounds, Number.POSITIVE_INFINITY].map((upper_bound, index) => {
    total += classic[index] ?? 0;
    return { cumulative_count: total, upper_bound };
  });
  const histogram = {
    sample_count: total,
    sample_sum: sum,
    bucket,
    schema,
    zero_threshold: 2 ** -128,
    zero_count: 0,
    ...spans(native),
  };
  return { label: Object.entries(labels).map(([name, value]) => ({ name, value })), histogram };
}

/** Runs of buckets that hold something, and the difference of each count to the one before. */
function spans(native: Float64Array): { readonly positive_span: object[]; readonly positive_delta: number[] } {
  const positive_span: { offset: number; length: number }[] = [];
  const positive_delta: number[] = [];
  let previous = 0;
  let end = 0;
  let span: { offset: number; length: number } | undefined;
  for (let index = 0; index < native.length; index++) {
    const held = native[index] as number;
    if (held === 0) {
      span = undefined;
      continue;
    }
    if (span === undefined) {
      span = { offset: positive_span.length === 0 ? firstKey + index : index - end, length: 0 };
      positive_span.push(span);
    }
    span.length += 1;
    end = index + 1;
    positive_delta.push(held - previous);
    previous = held;
  }
  return { positive_span, positive_delta };
}
