import { type ExposedMetric, type Service, type WorkOutcome, workMetrics, workOutcomes } from "@signalbox/contract";
import { familyHead, type SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { addAmount, observeValue, setAmount } from "../storage/series-cell.ts";
import { SeriesTable } from "../storage/series-table.ts";

/** The rows of one kind of work. */
export interface WorkRows {
  readonly name: string;
  /** In the metrics that have one series for each kind; they are allocated together. */
  readonly single: number;
  readonly durations: Readonly<Record<WorkOutcome, number>>;
  /** Allocated at the first success: a time of 0 would say that the last success was in 1970. */
  lastSuccess: number | undefined;
}

/** The clocks of work. */
export interface WorkClocks {
  /** Seconds that never go back. */
  readonly monotonic: () => number;
  /** Unix time in seconds. */
  readonly unix: () => number;
}

/** The storage of work, at zero from the start except for the time of the last success. */
export class WorkRuns {
  readonly tables: readonly SeriesTable[];
  readonly clocks: WorkClocks;
  readonly report: SelfReport;
  readonly #duration: SeriesTable;
  readonly #age: SeriesTable;
  readonly #active: SeriesTable;
  readonly #runs: SeriesTable;
  readonly #failedRuns: SeriesTable;
  readonly #lastSuccess: SeriesTable;
  readonly #bounds: BucketBounds;
  readonly #rows: ReadonlyMap<string, WorkRows>;

  constructor(service: Service, exposed: readonly ExposedMetric[], report: SelfReport, clocks: WorkClocks) {
    const table = (name: string): SeriesTable => new SeriesTable(familyHead(exposed, name));
    this.#duration = table(workMetrics.duration);
    this.#age = table(workMetrics.age);
    this.#active = table(workMetrics.active);
    this.#runs = table(workMetrics.runs);
    this.#failedRuns = table(workMetrics.failedRuns);
    this.#lastSuccess = table(workMetrics.lastSuccess);
    this.tables = [this.#duration, this.#age, this.#active, this.#runs, this.#failedRuns, this.#lastSuccess];
    this.#bounds = new BucketBounds(this.#duration.head.bounds);
    this.clocks = clocks;
    this.report = report;
    this.#rows = new Map(Object.keys(service.work).map((name) => [name, this.#newRows(name)]));
  }

  /** The rows of a kind of work; undefined when the definition has none of that name. */
  rows(name: string): WorkRows | undefined {
    return this.#rows.get(name);
  }

  /** A run begins. */
  begin({ single }: WorkRows): void {
    addAmount(this.#active, single, 1, this.report);
  }

  /** The age of an item that a run began with. */
  waited({ single }: WorkRows, ageSeconds: number): void {
    observeValue(this.#age, this.#bounds, single, ageSeconds, this.report);
  }

  /** A run ended; without an outcome it counts for nothing. */
  end(rows: WorkRows, outcome: WorkOutcome | undefined, durationSeconds: () => number): void {
    addAmount(this.#active, rows.single, -1, this.report);
    if (outcome === undefined) return;
    observeValue(this.#duration, this.#bounds, rows.durations[outcome], durationSeconds(), this.report);
    addAmount(this.#runs, rows.single, 1, this.report);
    if (outcome === "failure") {
      addAmount(this.#failedRuns, rows.single, 1, this.report);
      return;
    }
    rows.lastSuccess ??= this.#lastSuccess.add([rows.name]);
    setAmount(this.#lastSuccess, rows.lastSuccess, this.clocks.unix(), this.report);
  }

  #newRows(name: string): WorkRows {
    for (const table of [this.#age, this.#active, this.#runs]) table.add([name]);
    const [success, failure] = workOutcomes.map((outcome) => this.#duration.add([name, outcome]));
    return {
      name,
      single: this.#failedRuns.add([name]),
      durations: { success: success ?? 0, failure: failure ?? 0 },
      lastSuccess: undefined,
    };
  }
}
