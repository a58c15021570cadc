import { readNumber, type WrittenNumber } from "./numbers.ts";
import type { Answer } from "./protocol.ts";

/** A label set; the metric's name is the label `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/** One series of an instant result. */
export interface InstantSample {
  readonly labels: Labels;
  readonly value: number;
}

/** One series of a range result: times in seconds since 1970, ascending, and as many values. */
export interface RangeSeries {
  readonly labels: Labels;
  readonly times: Float64Array;
  readonly values: Float64Array;
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
}

interface InstantBody extends MatrixBody {
  readonly kind: InstantResult["kind"];
  readonly value: WrittenNumber;
  readonly text?: string;
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
        samples: (body.labels ?? []).map((labels, index) => ({ labels, value: values[index] ?? Number.NaN })),
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
    return series;
  });
}

function floatsOf(bytes: Uint8Array | undefined): Float64Array {
  return bytes ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8) : new Float64Array();
}
