import type { Calls } from "./calls.ts";
import { type NativeHistogram, readHistogram, type WrittenHistogram } from "./native-histogram.ts";
import { readNumber, type WrittenNumber } from "./numbers.ts";
import type { Labels } from "./results.ts";

/** Something that is wrong with an exposition. */
export interface ExpositionProblem {
  /**
   * `content-type`, `syntax` and `histogram` (a native histogram that contradicts itself) make a scrape fail as a whole;
   * of a `duplicate` Prometheus drops the later sample, an `exemplar` that is too long it drops; `lint` is a convention
   * of `promtool check metrics`, looked for in text and protobuf.
   */
  readonly kind: "content-type" | "syntax" | "histogram" | "duplicate" | "exemplar" | "lint";
  /** Prometheus's own words. */
  readonly message: string;
  /** The line, from 1, where it is known; protobuf has none. */
  readonly line?: number;
  /** The last family that could be read, where protobuf breaks off. */
  readonly after?: string;
  /** The metric's name, where it is known. */
  readonly metric?: string;
  /** The series that is at fault, in PromQL's notation. */
  readonly series?: string;
}

/** What is read of histograms that have buckets of both kinds, which only protobuf can carry. */
export interface HistogramReading {
  /** Whether native histograms are read, as `scrape_native_histograms` says it to a server. */
  readonly nativeHistograms?: boolean;
  /** Whether the classic series of a native histogram are read as well, as `always_scrape_classic_histograms` says it. */
  readonly classicHistograms?: boolean;
}

/** What an exposition says of a metric beside its samples. */
export interface ExposedFamily {
  /** The name as it stands in the exposition: the one of a counter has no `_total` in OpenMetrics. */
  readonly name: string;
  /** `counter`, `gauge`, `histogram`, `gaugehistogram`, `summary`, `info`, `stateset` or `unknown`. */
  readonly type?: string;
  readonly help?: string;
  readonly unit?: string;
}

/** An exemplar of a sample. */
export interface ExposedExemplar {
  readonly labels: Labels;
  readonly value: number;
  /** When it was observed, in milliseconds since 1970. */
  readonly timeMillis?: number;
}

/** One sample as Prometheus stores it: `le` and `quantile` are normalised, labels with an empty value are gone. */
export interface ExposedSample {
  readonly labels: Labels;
  /** The value; of a native histogram its sum. */
  readonly value: number;
  /** Present when the sample is a native histogram. */
  readonly histogram?: NativeHistogram;
  /** The time that the exposition gives the sample, in milliseconds since 1970. */
  readonly timeMillis?: number;
  /** When the counter, histogram or summary began at zero, in milliseconds since 1970. */
  readonly startMillis?: number;
  readonly exemplars: readonly ExposedExemplar[];
  /** The line, from 1; protobuf has none. */
  readonly line?: number;
}

/** A whole exposition. */
export interface Exposition {
  /** What checkExposition says of it. */
  readonly problems: readonly ExpositionProblem[];
  /** In the order of the exposition; empty when Prometheus refuses it. */
  readonly families: readonly ExposedFamily[];
  /**
   * In the order of the exposition, duplicates included; empty when Prometheus refuses it. The `_created` lines of
   * OpenMetrics are no samples here but the `startMillis` of the others; a server with default settings stores both.
   */
  readonly samples: readonly ExposedSample[];
}

interface WrittenExemplar extends Omit<ExposedExemplar, "value"> {
  readonly value: WrittenNumber;
}

interface WrittenSample extends Omit<ExposedSample, "value" | "histogram" | "exemplars"> {
  readonly value: WrittenNumber;
  readonly histogram?: WrittenHistogram;
  readonly exemplars: readonly WrittenExemplar[];
}

interface WrittenExposition extends Omit<Exposition, "samples"> {
  readonly samples: readonly WrittenSample[];
}

const everything: Required<HistogramReading> = { nativeHistograms: true, classicHistograms: true };
const encoder = new TextEncoder();

/** The bytes of a body; the caller's own stay untouched. */
export function bytesOfBody(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? encoder.encode(body) : body;
}

/** Finds everything that is wrong with an exposition; an empty list means that Prometheus stores all of it. */
export async function checkExposition(
  calls: Calls,
  body: string | Uint8Array,
  contentType: string,
  reading: HistogramReading,
): Promise<readonly ExpositionProblem[]> {
  const parameters = { contentType, ...everything, ...reading };
  return JSON.parse((await calls.call("checkExposition", parameters, { bytes: bytesOfBody(body) })).body);
}

/** Reads an exposition whole; what Prometheus refuses comes back as a problem, without samples. */
export async function readExposition(
  calls: Calls,
  body: string | Uint8Array,
  contentType: string,
  reading: HistogramReading,
): Promise<Exposition> {
  const parameters = { contentType, ...everything, ...reading };
  const answer = await calls.call("readExposition", parameters, { bytes: bytesOfBody(body) });
  const { problems, families, samples }: WrittenExposition = JSON.parse(answer.body);
  return { problems, families, samples: samples.map(readSample) };
}

function readSample({ value, histogram, exemplars, ...rest }: WrittenSample): ExposedSample {
  return {
    ...rest,
    value: readNumber(value),
    ...(histogram && { histogram: readHistogram(histogram) }),
    exemplars: exemplars.map((exemplar) => ({ ...exemplar, value: readNumber(exemplar.value) })),
  };
}
