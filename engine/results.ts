import { type NativeHistogram, readHistogram, type WrittenHistogram } from "./native-histogram.ts";
import { readNumber, type WrittenNumber } from "./numbers.ts";
import type { Answer } from "./protocol.ts";

/** A label set; the metric's name is the label `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/** One series of an instant result. */
export interface InstantSample {
  readonly labels: Labels;
  /** The value; of a native histogram NaN. */
  readonly value: number;
  /** Present when the sample is a native histogram. */
  readonly histogram?: NativeHistogram;
}

/** A native histogram of a series at a time in seconds since 1970. */
export interface HistogramPoint {
  readonly timeSeconds: number;
  readonly histogram: NativeHistogram;
}

/** One series of a range result: times in seconds since 1970, ascending, and as many values. */
export interface RangeSeries {
  readonly labels: Labels;
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Its native histograms, ascending in time; present when it has any. */
  readonly histograms?: readonly HistogramPoint[];
}

/** What an expression evaluates to at one time. */
export type InstantResult =
  | { readonly kind: "vector"; readonly samples: readonly InstantSample[] }
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "matrix"; readonly series: readonly RangeSeries[] };

interface MatrixBody {
  readonly labels?: readonly Labels[];
  readonly counts?: readonly number[];
  readonly histograms?: Readonly<
    Record<string, readonly { readonly timeSeconds: number; readonly histogram: WrittenHistogram }[]>
  >;
}

interface InstantBody extends MatrixBody {
  readonly kind: InstantResult["kind"];
  readonly value: WrittenNumber;
  readonly text?: string;
  readonly natives?: Readonly<Record<string, WrittenHistogram>>;
}

export function readInstant(answer: Answer): InstantResult {
  const body: InstantBody = JSON.parse(answer.body);
  switch (body.kind) {
    case "scalar":
      return { kind: "scalar", value: readNumber(body.value) };
    case "string":
      return { kind: "string", value: body.text ?? "" };
    case "vector": {
      const values = floatsOf(answer.values);
      return {
        kind: "vector",
        samples: (body.labels ?? []).map((labels, index) => {
          const native = body.natives?.[index];
          return native === undefined
            ? { labels, value: values[index] ?? Number.NaN }
            : { labels, value: Number.NaN, histogram: readHistogram(native) };
        }),
      };
    }
    case "matrix":
      return { kind: "matrix", series: readSeries(body, answer) };
  }
}

export function readRange(answer: Answer): readonly RangeSeries[] {
  return readSeries(JSON.parse(answer.body), answer);
}

function readSeries(body: MatrixBody, answer: Answer): RangeSeries[] {
  const times = floatsOf(answer.times);
  const values = floatsOf(answer.values);
  let start = 0;
  return (body.labels ?? []).map((labels, index) => {
    const end = start + (body.counts?.[index] ?? 0);
    const series = { labels, times: times.slice(start, end), values: values.slice(start, end) };
    start = end;
    const natives = body.histograms?.[index];
    return natives === undefined
      ? series
      : { ...series, histograms: natives.map((point) => ({ ...point, histogram: readHistogram(point.histogram) })) };
  });
}

function floatsOf(bytes: Uint8Array | undefined): Float64Array {
  return bytes ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8) : new Float64Array();
}
