import { labelText } from "../storage/label-text.ts";
import { type FamilyHead, overflowRow, type SeriesTable } from "../storage/series-table.ts";
import { type ByteWriter, numberBytes } from "./byte-writer.ts";
import type { ForeignFamily } from "./foreign-family.ts";
import type { Format } from "./format.ts";
import { boundText, sampleText } from "./number-text.ts";

/** Prometheus's text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export const textFormat: Format = {
  name: "text",
  contentType: "text/plain; version=0.0.4; charset=utf-8",
  tellsEscaping: false,
  rows: (out, table, first, end) =>
    table.head.type === "histogram" ? histogramRows(out, table, first, end) : valueRows(out, table, first, end),
  head: (out, { name, help, type }) => headLines(out, name, help, type),
  foreign: foreignLines,
  end: () => undefined,
};

/** Version 1.0.0 differs only for names that are no identifiers, of which we have none. */
export const textFormat1: Format = {
  ...textFormat,
  contentType: "text/plain; version=1.0.0; charset=utf-8",
  tellsEscaping: true,
};

function headLines(out: ByteWriter, name: string, help: string, type: string): void {
  out.utf8(`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`);
}

function valueRows(out: ByteWriter, table: SeriesTable, first: number, end: number): void {
  const { name } = table.head;
  for (let row = firstExposed(table, first); row < end; row++) {
    const labels = table.labelTextOf(row);
    out.latin1(labels === "" ? `${name} ` : `${name}{${labels}} `);
    valueLineEnd(out, table.pageOf(row)[table.startOf(row)] as number);
  }
}

/** The bucket lines of a row start alike, so all but the first copy their start from the first. */
function histogramRows(out: ByteWriter, table: SeriesTable, first: number, end: number): void {
  const { bucketStart, edges, sumStart, countStart } = wordsOf(table.head);
  for (let row = firstExposed(table, first); row < end; row++) {
    const page = table.pageOf(row);
    const start = table.startOf(row);
    const labels = table.labelTextOf(row);
    out.reserve((edges.length + 2) * (bucketStart.length + labels.length + longestBucketEnd));
    const lineStart = out.length;
    out.word(bucketStart);
    out.latin1(labels);
    if (labels !== "") out.byte(comma);
    const prefixEnd = out.length;
    let count = 0;
    for (let bucket = 0; bucket < edges.length; bucket++) {
      count += page[start + 1 + bucket] as number;
      if (bucket > 0) out.again(lineStart, prefixEnd);
      out.word(edges[bucket] as Uint8Array);
      out.number(count);
      out.byte(lineEnd);
    }
    out.word(sumStart);
    labelBlock(out, labels);
    valueLineEnd(out, page[start] as number);
    out.word(countStart);
    labelBlock(out, labels);
    valueLineEnd(out, count);
  }
}

function labelBlock(out: ByteWriter, labels: string): void {
  if (labels !== "") {
    out.byte(openBrace);
    out.latin1(labels);
    out.byte(closeBrace);
  }
  out.byte(space);
}

/** More than what follows name and labels in a bucket line: suffix, punctuation, bound, count. */
const longestBucketEnd = 96;

const lineEnd = 0x0a;
const space = 0x20;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function valueLineEnd(out: ByteWriter, value: number): void {
  out.reserve(numberBytes + 1);
  if (Number.isFinite(value)) out.number(value);
  else out.latin1(sampleText(value));
  out.byte(lineEnd);
}

/** What is the same in the lines of every row of a histogram. */
interface HistogramWords {
  readonly bucketStart: Uint8Array;
  /** What follows the labels in each bucket line: the bound and the space before the count. */
  readonly edges: readonly Uint8Array[];
  readonly sumStart: Uint8Array;
  readonly countStart: Uint8Array;
}

const knownWords = new WeakMap<FamilyHead, HistogramWords>();

function wordsOf(head: FamilyHead): HistogramWords {
  const known = knownWords.get(head);
  if (known !== undefined) return known;
  const word = (text: string): Uint8Array => Buffer.from(text, "latin1");
  const words = {
    bucketStart: word(`${head.name}_bucket{`),
    edges: [...head.bounds, Number.POSITIVE_INFINITY].map((bound) => word(`le="${boundText(bound)}"} `)),
    sumStart: word(`${head.name}_sum`),
    countStart: word(`${head.name}_count`),
  };
  knownWords.set(head, words);
  return words;
}

/** The overflow row shows once an update went to it. */
export function firstExposed(table: SeriesTable, first: number): number {
  return first === overflowRow && table.overflowedUpdates === 0 ? overflowRow + 1 : first;
}

function foreignLines(out: ByteWriter, { name, help, type, samples }: ForeignFamily): void {
  headLines(out, name, help, type);
  for (const sample of samples) {
    const names = sample.labels.map(([label]) => label);
    const values = sample.labels.map(([, value]) => value);
    out.latin1(names.length === 0 ? `${sample.name} ` : `${sample.name}{${labelText(names, values)}} `);
    valueLineEnd(out, sample.value);
  }
}
