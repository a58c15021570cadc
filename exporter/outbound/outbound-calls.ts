import {
  callLabelSets,
  type Dependency,
  defaultAbandonedAfterSeconds,
  dependencyMetrics,
  dependencyNames,
  type ExposedMetric,
  type Service,
} from "@signalbox/contract";
import { methodLabels, methodNumber } from "../http/request-labels.ts";
import { familyHead, type SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { CappedRows } from "../storage/capped-rows.ts";
import { addAmount, observeValue } from "../storage/series-cell.ts";
import { overflowRow, SeriesTable } from "../storage/series-table.ts";
import type { CallError } from "./call-error.ts";
import { callVerdict } from "./call-verdict.ts";
import { DependencyLookup } from "./dependency-lookup.ts";

/** One call to another service that has begun. */
export interface Call {
  readonly dependency: number;
  readonly method: number;
  readonly startSeconds: number;
  state: "waiting" | "answered" | "ended";
  isFailed: boolean;
}

/** What breaks an answer off that has begun. Any other error there is of the service itself, such as a full disk that the answer went to. */
const breakOffs: readonly CallError[] = ["connection_reset", "timeout", "tls"];

/** The storage of calls to other services. Every call is counted once: when the headers of its answer come, or when it fails before. */
export class OutboundCalls {
  readonly tables: readonly SeriesTable[];
  readonly lookup: DependencyLookup;
  readonly report: SelfReport;
  readonly #durations: CappedRows;
  readonly #active: SeriesTable;
  readonly #calls: SeriesTable;
  readonly #failedCalls: SeriesTable;
  readonly #bounds: BucketBounds;
  readonly #clock: () => number;
  readonly #names: readonly string[];
  readonly #dependencies: readonly Dependency[];
  /** Rows of the three metrics that have one series for each dependency; they are allocated together. */
  readonly #rows: readonly number[];

  constructor(service: Service, exposed: readonly ExposedMetric[], report: SelfReport, clock: () => number) {
    const table = (name: string): SeriesTable => new SeriesTable(familyHead(exposed, name));
    this.#durations = new CappedRows(table(dependencyMetrics.duration), callLabelSets);
    this.#active = table(dependencyMetrics.active);
    this.#calls = table(dependencyMetrics.calls);
    this.#failedCalls = table(dependencyMetrics.failedCalls);
    this.tables = [this.#durations.table, this.#active, this.#calls, this.#failedCalls];
    this.#bounds = new BucketBounds(this.#durations.table.head.bounds);
    this.#dependencies = Object.values(service.dependencies);
    this.#names = dependencyNames(service.dependencies);
    this.#rows = this.#names.map((name) => {
      this.#active.add([name]);
      this.#calls.add([name]);
      return this.#failedCalls.add([name]);
    });
    this.lookup = new DependencyLookup(service.dependencies);
    this.report = report;
    this.#clock = clock;
    report.watch(this.#durations.table);
  }

  /** A call begins. */
  begin(dependency: number, method: string | undefined): Call {
    const startSeconds = this.#clock();
    addAmount(this.#active, this.#row(dependency), 1, this.report);
    return { dependency, method: methodNumber(method), startSeconds, state: "waiting", isFailed: false };
  }

  /** The headers of its answer have come. */
  answered(call: Call, status: number): void {
    if (call.state !== "waiting") return;
    call.state = "answered";
    this.#count(call, status, undefined);
  }

  /** It failed; one that was answered before has an answer that broke off. */
  failed(call: Call, error: CallError): void {
    const { state } = call;
    call.state = "ended";
    if (state === "answered" && breakOffs.includes(error)) this.#markFailed(call);
    if (state === "waiting") this.#count(call, undefined, error);
  }

  #count(call: Call, status: number | undefined, error: CallError | undefined): void {
    const row = this.#row(call.dependency);
    addAmount(this.#active, row, -1, this.report);
    const durationSeconds = this.#clock() - call.startSeconds;
    const durationRow = this.#durationRow(call, status, error);
    observeValue(this.#durations.table, this.#bounds, durationRow, durationSeconds, this.report);
    const abandonedAfterSeconds =
      this.#dependencies[call.dependency]?.abandonedAfterSeconds ?? defaultAbandonedAfterSeconds;
    const verdict = callVerdict({ status, error, durationSeconds, abandonedAfterSeconds });
    if (verdict !== "out") addAmount(this.#calls, row, 1, this.report);
    if (verdict === "failed") this.#markFailed(call);
  }

  #markFailed(call: Call): void {
    if (call.isFailed) return;
    call.isFailed = true;
    addAmount(this.#failedCalls, this.#row(call.dependency), 1, this.report);
  }

  #row(dependency: number): number {
    return this.#rows[dependency] ?? overflowRow;
  }

  #durationRow(call: Call, status: number | undefined, error: CallError | undefined): number {
    const isError = status !== undefined && status >= 400;
    return this.#durations.row([
      this.#names[call.dependency] ?? "",
      methodLabels[call.method] ?? "",
      status === undefined ? "" : String(status),
      error ?? (isError ? String(status) : ""),
    ]);
  }
}
