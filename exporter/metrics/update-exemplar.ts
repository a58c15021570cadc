import type { SelfReport } from "../self-report.ts";
import { ExemplarRows } from "../storage/exemplar-rows.ts";
import type { SeriesTable } from "../storage/series-table.ts";

/** The trace that an exemplar points to. */
export interface ExemplarLabels {
  /** The id of the trace, in hexadecimal digits. */
  readonly trace_id: string;
  /** The id of the span, in hexadecimal digits; by default left out. */
  readonly span_id?: string;
}

/** Tells the trace that is active, for an exemplar; undefined when there is none. */
export type ExemplarOf = () => ExemplarLabels | undefined;

/** What an update may carry beside its amount. */
export interface UpdateOptions {
  /** The trace in which it happened; shown by the formats that have exemplars, at most one new one a second for each bucket. */
  readonly exemplar?: ExemplarLabels | undefined;
}

/** Keeps the exemplar of an update to a counter's row, whatever a caller gave as options. Never throws. */
export function keepExemplar(
  table: SeriesTable,
  row: number,
  value: number,
  options: unknown,
  report: SelfReport,
): void {
  keep(table, row, 0, value, () => exemplarIn(options), report);
}

/** Keeps the exemplar of an observation in the bucket of a histogram's row. Never throws. */
export function keepBucketExemplar(
  table: SeriesTable,
  row: number,
  value: number,
  exemplarOf: () => unknown,
  report: SelfReport,
): void {
  const above = table.head.bounds.findIndex((bound) => value <= bound);
  keep(table, row, above < 0 ? table.head.bounds.length : above, value, exemplarOf, report);
}

/** The exemplar in what a caller gave as options, whatever that is. */
export function exemplarIn(options: unknown): unknown {
  return (options as { readonly exemplar?: unknown } | null)?.exemplar;
}

function keep(
  table: SeriesTable,
  row: number,
  bucket: number,
  value: number,
  exemplarOf: () => unknown,
  report: SelfReport,
): void {
  try {
    table.exemplars ??= new ExemplarRows();
    table.exemplars.offer(row, bucket, value, exemplarOf);
  } catch (error) {
    report.error(`exemplar of ${table.head.name}`, error);
  }
}
