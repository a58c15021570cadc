import type { Exemplar, RowExemplars } from "../storage/exemplar-rows.ts";
import { labelText } from "../storage/label-text.ts";
import type { SeriesTable } from "../storage/series-table.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { boundText, sampleText } from "./number-text.ts";
import { firstExposed, textFormat } from "./text-format.ts";

/** Writes rows of a table as OpenMetrics has them: as the text format does, with exemplars behind the samples that have one. */
export function openMetricsRows(out: ByteWriter, table: SeriesTable, first: number, end: number): void {
  let plainFrom = firstExposed(table, first);
  for (let row = plainFrom; row < end; row++) {
    const exemplars = table.exemplars?.of(row);
    if (exemplars === undefined) continue;
    textFormat.rows(out, table, plainFrom, row);
    if (table.head.type === "histogram") histogramRow(out, table, row, exemplars);
    else valueRow(out, table, row, exemplars);
    plainFrom = row + 1;
  }
  textFormat.rows(out, table, plainFrom, end);
}

function valueRow(out: ByteWriter, table: SeriesTable, row: number, exemplars: RowExemplars): void {
  const labels = table.labelTextOf(row);
  const value = table.pageOf(row)[table.startOf(row)] as number;
  const block = labels === "" ? "" : `{${labels}}`;
  out.latin1(`${table.head.name}${block} ${sampleText(value)}${exemplarText(exemplars[0])}\n`);
}

function histogramRow(out: ByteWriter, table: SeriesTable, row: number, exemplars: RowExemplars): void {
  const { name, bounds } = table.head;
  const labels = table.labelTextOf(row);
  const page = table.pageOf(row);
  const start = table.startOf(row);
  const bucketStart = `${name}_bucket{${labels === "" ? "" : `${labels},`}le="`;
  let count = 0;
  for (let bucket = 0; bucket <= bounds.length; bucket++) {
    count += page[start + 1 + bucket] as number;
    const bound = boundText(bounds[bucket] ?? Number.POSITIVE_INFINITY);
    out.latin1(`${bucketStart}${bound}"} ${count}${exemplarText(exemplars[bucket])}\n`);
  }
  const block = labels === "" ? "" : `{${labels}}`;
  out.latin1(`${name}_sum${block} ${sampleText(page[start] as number)}\n${name}_count${block} ${count}\n`);
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return "";
  const names = exemplar.labels.map(([name]) => name);
  const values = exemplar.labels.map(([, value]) => value);
  return ` # {${labelText(names, values)}} ${sampleText(exemplar.value)} ${exemplar.observedSeconds.toFixed(3)}`;
}
