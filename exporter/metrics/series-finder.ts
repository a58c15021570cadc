import type { ExposedMetric, Metric } from "@signalbox/contract";
import { familyHead, type SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { LabelLookup } from "../storage/label-lookup.ts";
import { overflowRow, SeriesTable } from "../storage/series-table.ts";

/** A refused value in words, at a cost that does not depend on its size: it may come with every update. */
function brief(value: unknown): string {
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : `a value of type ${typeof value}`;
}

/** The storage of one metric of the definition, and the way from labels to a row. */
export class SeriesFinder {
  readonly table: SeriesTable;
  readonly bounds: BucketBounds;
  readonly report: SelfReport;
  readonly hasLabels: boolean;
  readonly #lookup: LabelLookup;

  constructor(exposed: readonly ExposedMetric[], name: string, metric: Metric, report: SelfReport) {
    this.table = new SeriesTable(familyHead(exposed, name));
    this.bounds = new BucketBounds(this.table.head.bounds);
    this.report = report;
    this.hasLabels = Object.keys(metric.labels).length > 0;
    this.#lookup = new LabelLookup(this.table, metric);
    if (this.hasLabels) report.watch(this.table);
  }

  /** The row of a label set as a caller gave it, whatever it is. */
  row(labels: unknown): number {
    try {
      const values = (labels ?? {}) as Readonly<Record<string, unknown>>;
      const row = this.#lookup.row(values);
      if (row === overflowRow) this.table.overflowCause ??= this.#lookup.refusal(values);
      return row;
    } catch (error) {
      this.report.error(this.table.head.name, error);
      return overflowRow;
    }
  }

  /** Counts an update that is about to go to a row, when it is the overflow row; returns the row. */
  touch(row: number): number {
    if (row === overflowRow) this.report.overflow(this.table);
    return row;
  }

  /** Whether a number may be added or observed; counts the ones that may not. */
  accepts(value: unknown, minimum: number): value is number {
    if (typeof value === "number" && value >= minimum && value < Number.POSITIVE_INFINITY) return true;
    const rule = minimum === 0 ? "a number that is finite and not negative" : "a finite number";
    this.report.error(this.table.head.name, `${rule} is needed, an update with ${brief(value)} was ignored`);
    return false;
  }
}
