/** A label set, in the order in which it is written. */
type Labels = Readonly<Record<string, string>>;

/** The number of a metric type in `io.prometheus.client.MetricType`. */
const metricType = { counter: 0, gauge: 1, summary: 2, untyped: 3, histogram: 4, gaugeHistogram: 5 } as const;

/** A metric family of Prometheus's protobuf format with its length before it; the metrics are those of `metric`. */
export function family(
  name: string,
  type: keyof typeof metricType,
  metrics: readonly Uint8Array[],
  { help = "", unit = "" }: { readonly help?: string; readonly unit?: string } = {},
): Uint8Array {
  const body = joined([
    text(1, name),
    help === "" ? nothing : text(2, help),
    unsigned(3, metricType[type]),
    ...metrics,
    unit === "" ? nothing : text(5, unit),
  ]);
  return joined([varint(body.length), body]);
}

/** A metric with its labels; `value` is what counter, gauge, summary, untyped or histogram wrote. */
export function metric(labels: Labels, value: Uint8Array, timeMillis?: number): Uint8Array {
  return message(4, [...labelPairs(labels), value, timeMillis === undefined ? nothing : unsigned(6, timeMillis)]);
}

/** An exemplar; without a time of its own it carries none. */
export interface WrittenExemplar {
  readonly labels: Labels;
  readonly value: number;
  readonly timeMillis?: number;
}

/** The value of a gauge. */
export function gauge(value: number): Uint8Array {
  return message(2, [double(1, value)]);
}

/** The value of a counter. */
export function counter(
  value: number,
  { exemplar, startMillis }: { readonly exemplar?: WrittenExemplar; readonly startMillis?: number } = {},
): Uint8Array {
  return message(3, [
    double(1, value),
    exemplar ? exemplarField(2, exemplar) : nothing,
    startMillis === undefined ? nothing : timestamp(3, startMillis),
  ]);
}

/** The value of a summary: its quantiles and their values. */
export function summary(count: number, sum: number, quantiles: readonly (readonly [number, number])[]): Uint8Array {
  const written = quantiles.map(([quantile, value]) => message(3, [double(1, quantile), double(2, value)]));
  return message(4, [unsigned(1, count), double(2, sum), ...written]);
}

/** A span of buckets of a native histogram. */
export type WrittenSpan = readonly [offset: number, length: number];

/** A histogram: the fields have the names of the protobuf message and are left out when they are absent. */
export interface WrittenHistogram {
  readonly count?: number;
  readonly countFloat?: number;
  readonly sum?: number;
  readonly buckets?: readonly { readonly count: number; readonly upper: number; readonly exemplar?: WrittenExemplar }[];
  readonly startMillis?: number;
  readonly schema?: number;
  readonly zeroThreshold?: number;
  readonly zeroCount?: number;
  readonly zeroCountFloat?: number;
  readonly negativeSpans?: readonly WrittenSpan[];
  readonly negativeDeltas?: readonly number[];
  readonly positiveSpans?: readonly WrittenSpan[];
  readonly positiveDeltas?: readonly number[];
  readonly positiveCounts?: readonly number[];
  readonly exemplars?: readonly WrittenExemplar[];
  /** Whether deltas are written as one packed field instead of one field each; readers take both. */
  readonly packed?: boolean;
}

/** The value of a classic, native or double histogram. */
export function histogram(of: WrittenHistogram): Uint8Array {
  const deltas = (field: number, values: readonly number[] = []): Uint8Array =>
    of.packed
      ? message(
          field,
          values.map((value) => varint(zigzag(value))),
        )
      : joined(values.map((value) => unsigned(field, zigzag(value))));
  const spans = (field: number, values: readonly WrittenSpan[] = []): Uint8Array =>
    joined(values.map(([offset, length]) => message(field, [unsigned(1, zigzag(offset)), unsigned(2, length)])));
  const optional = (write: (field: number, value: number) => Uint8Array, field: number, value?: number): Uint8Array =>
    value === undefined ? nothing : write(field, value);
  const buckets = (of.buckets ?? []).map(({ count, upper, exemplar }) =>
    message(3, [unsigned(1, count), double(2, upper), exemplar ? exemplarField(3, exemplar) : nothing]),
  );
  return message(7, [
    optional(unsigned, 1, of.count),
    optional(double, 2, of.sum),
    ...buckets,
    optional(double, 4, of.countFloat),
    of.schema === undefined ? nothing : unsigned(5, zigzag(of.schema)),
    optional(double, 6, of.zeroThreshold),
    optional(unsigned, 7, of.zeroCount),
    optional(double, 8, of.zeroCountFloat),
    spans(9, of.negativeSpans),
    deltas(10, of.negativeDeltas),
    spans(12, of.positiveSpans),
    deltas(13, of.positiveDeltas),
    joined((of.positiveCounts ?? []).map((value) => double(14, value))),
    optional(timestamp, 15, of.startMillis),
    ...(of.exemplars ?? []).map((exemplar) => exemplarField(16, exemplar)),
  ]);
}

/** Several byte arrays as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const nothing = new Uint8Array();
const varintType = 0;
const doubleType = 1;
const lengthType = 2;

function exemplarField(field: number, { labels, value, timeMillis }: WrittenExemplar): Uint8Array {
  return message(field, [
    ...labelPairs(labels),
    double(2, value),
    timeMillis === undefined ? nothing : timestamp(3, timeMillis),
  ]);
}

function labelPairs(labels: Labels): Uint8Array[] {
  return Object.entries(labels).map(([name, value]) => message(1, [text(1, name), text(2, value)]));
}

function timestamp(field: number, millis: number): Uint8Array {
  return message(field, [unsigned(1, Math.floor(millis / 1000)), unsigned(2, (millis % 1000) * 1_000_000)]);
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(parts);
  return joined([tag(field, lengthType), varint(body.length), body]);
}

function text(field: number, value: string): Uint8Array {
  return message(field, [Buffer.from(value, "utf8")]);
}

function double(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return joined([tag(field, doubleType), bytes]);
}

function unsigned(field: number, value: number): Uint8Array {
  return joined([tag(field, varintType), varint(value)]);
}

function tag(field: number, type: number): Uint8Array {
  return varint(field * 8 + type);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
