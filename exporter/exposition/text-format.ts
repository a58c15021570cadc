import { overflowRow, type SeriesTable } from "../storage/series-table.ts";
import { boundText, sampleText } from "./number-text.ts";

/** The content type of Prometheus's text format, version 0.0.4. */
export const textContentType = "text/plain; version=0.0.4; charset=utf-8";

/** A table as a family of the text format: help, type, and one line per number, buckets cumulated. */
export function familyText(table: SeriesTable): string {
  const { head } = table;
  const help = head.help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  const lines = `# HELP ${head.name} ${help}\n# TYPE ${head.name} ${head.type}\n`;
  return lines + (head.type === "histogram" ? histogramLines(table) : valueLines(table));
}

function valueLines(table: SeriesTable): string {
  let lines = "";
  for (const row of exposedRows(table)) {
    const labels = table.labelTextOf(row);
    const name = labels === "" ? table.head.name : `${table.head.name}{${labels}}`;
    lines += `${name} ${sampleText(table.values[row] as number)}\n`;
  }
  return lines;
}

function histogramLines(table: SeriesTable): string {
  const { head, stride, values } = table;
  const edges = [...head.bounds, Number.POSITIVE_INFINITY].map((bound) => `le="${boundText(bound)}"} `);
  let lines = "";
  for (const row of exposedRows(table)) {
    const labels = table.labelTextOf(row);
    const bucketStart = `${head.name}_bucket{${labels === "" ? "" : `${labels},`}`;
    const start = row * stride;
    let count = 0;
    for (let bucket = 0; bucket < edges.length; bucket++) {
      count += values[start + 1 + bucket] as number;
      lines += `${bucketStart}${edges[bucket]}${count}\n`;
    }
    const block = labels === "" ? "" : `{${labels}}`;
    lines += `${head.name}_sum${block} ${sampleText(values[start] as number)}\n${head.name}_count${block} ${count}\n`;
  }
  return lines;
}

function* exposedRows(table: SeriesTable): Generator<number> {
  if (table.overflowedUpdates > 0) yield overflowRow;
  for (let row = overflowRow + 1; row < table.rowCount; row++) yield row;
}

/** Every sample name that a table writes, its own name first. */
export function sampleNames(table: SeriesTable): readonly string[] {
  const { name, type } = table.head;
  return type === "histogram" ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}
