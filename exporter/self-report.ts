import { type ExposedMetric, exporterMetrics } from "@signalbox/contract";
import { errorText } from "./error-text.ts";
import { addIn } from "./storage/series-cell.ts";
import { type FamilyHead, SeriesTable } from "./storage/series-table.ts";

/** Seconds between two log lines about errors inside the instrumentation. */
const quietSeconds = 60;

/** What the exporter tells of itself: its internal errors and the updates that overflowed. Nothing here throws. */
export class SelfReport {
  readonly internalErrors: SeriesTable;
  readonly overflowed: SeriesTable;
  readonly #log: (message: string) => void;
  readonly #clock: () => number;
  readonly #errorRow: number;
  readonly #overflowRows = new Map<SeriesTable, number>();
  readonly #lastLogSeconds = new Map<string, number>();

  constructor(exposed: readonly ExposedMetric[], log: (message: string) => void, clock: () => number) {
    this.#log = log;
    this.#clock = clock;
    this.internalErrors = new SeriesTable(familyHead(exposed, exporterMetrics.internalErrors));
    this.overflowed = new SeriesTable(familyHead(exposed, exporterMetrics.overflowedUpdates));
    this.#errorRow = this.internalErrors.add([]);
  }

  /** Counts the updates of a table's overflow row from now on, starting with a series at zero. */
  watch(table: SeriesTable): void {
    this.#overflowRows.set(table, this.overflowed.add([table.head.name]));
  }

  /** Counts one update that went to the overflow row of a watched table. */
  overflow(table: SeriesTable): void {
    table.overflowedUpdates += 1;
    const row = this.#overflowRows.get(table);
    if (row === undefined) return;
    addIn(this.overflowed.pageOf(row), this.overflowed.startOf(row), 1);
    if (table.overflowedUpdates > 1) return;
    const cause = table.overflowCause ?? "a label value is not listed or a cap is reached";
    this.message(
      `${table.head.name}: an update went to the overflow series, because ${cause}; further ones are only counted`,
    );
  }

  /** Counts an error inside the instrumentation and logs it, at most once a minute for each place. */
  error(place: string, cause: unknown): void {
    addIn(this.internalErrors.pageOf(this.#errorRow), this.internalErrors.startOf(this.#errorRow), 1);
    if (this.#isQuiet(place)) return;
    this.message(`${place}: ${errorText(cause)}`);
  }

  #isQuiet(place: string): boolean {
    try {
      const now = this.#clock();
      const last = this.#lastLogSeconds.get(place);
      if (last !== undefined && now - last < quietSeconds) return true;
      this.#lastLogSeconds.set(place, now);
      return false;
    } catch {
      return true;
    }
  }

  /** Logs a message as one line; a log that throws or rejects is left alone, since there is nowhere left to tell it. */
  message(text: string): void {
    const ignore = (): void => undefined;
    try {
      const logged: unknown = this.#log(text.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " "));
      Promise.resolve(logged).catch(ignore);
    } catch {
      ignore();
    }
  }
}

/** The head of a metric among those that the contract says are exposed. */
export function familyHead(exposed: readonly ExposedMetric[], name: string): FamilyHead {
  const metric = exposed.find((candidate) => candidate.name === name);
  if (metric === undefined) throw new Error(`The contract does not list ${name} among the exposed metrics.`);
  return {
    name,
    type: metric.type,
    help: metric.help,
    bounds: metric.bounds,
    native: metric.native,
    labelNames: Object.keys(metric.labels),
  };
}
