import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { gcKinds } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { observeValue } from "../storage/series-cell.ts";
import { overflowRow, type SeriesTable } from "../storage/series-table.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** Kinds by the number that Node gives them; a minor collection has two algorithms. */
const kinds: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, "major"],
  [constants.NODE_PERFORMANCE_GC_MINOR, "minor"],
  [2, "minor"],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, "incremental"],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, "weakcb"],
]);

/** Counts every garbage collection of this thread, those of one batch too. */
export class GarbageCollections implements ProcessPart {
  readonly #table: SeriesTable;
  readonly #bounds: BucketBounds;
  readonly #rows: ReadonlyMap<string | undefined, number>;
  readonly #report: SelfReport;
  readonly #observer: PerformanceObserver;

  constructor({ table, report }: ProcessParts) {
    const collections = table("nodejs_gc_duration_seconds");
    this.#table = collections;
    this.#bounds = new BucketBounds(collections.head.bounds);
    this.#rows = new Map(gcKinds.map((kind) => [kind, collections.add([kind])]));
    this.#report = report;
    // Node keeps its observers for ever; this one lets go of its target, so that what nobody can scrape any more ends.
    const self = new WeakRef<GarbageCollections>(this);
    this.#observer = new PerformanceObserver((list, observer) => {
      const alive = self.deref();
      if (alive === undefined) observer.disconnect();
      else alive.#count(list.getEntries());
    });
    this.#observer.observe({ type: "gc" });
  }

  refresh(): void {
    this.#count(this.#observer.takeRecords());
  }

  close(): void {
    this.refresh();
    this.#observer.disconnect();
  }

  #count(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      const row = this.#rows.get(kinds.get(kindOf(entry))) ?? overflowRow;
      observeValue(this.#table, this.#bounds, row, entry.duration / 1000, this.#report);
    }
  }
}

function kindOf(entry: PerformanceEntry): unknown {
  const detail: unknown = "detail" in entry ? entry.detail : undefined;
  return typeof detail === "object" && detail !== null && "kind" in detail ? detail.kind : undefined;
}
