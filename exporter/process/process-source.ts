import { type ExposedMetric, processMetrics, type Service } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { familyHead, type SelfReport } from "../self-report.ts";
import { type FamilyHead, SeriesTable } from "../storage/series-table.ts";
import { ActiveResources, ActiveResourcesOfPromClient } from "./active-resources.ts";
import { CgroupLimits } from "./cgroup-limits.ts";
import { CpuTime } from "./cpu-time.ts";
import { DelayWindow } from "./delay-window.ts";
import { EventLoopDelay } from "./event-loop-delay.ts";
import { EventLoopLag } from "./event-loop-lag.ts";
import { EventLoopTime } from "./event-loop-time.ts";
import { GarbageCollections } from "./garbage-collections.ts";
import { Heap } from "./heap.ts";
import { processFiles } from "./process-file.ts";
import { processStartSeconds, setProcessIdentity } from "./process-identity.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";
import { ProcessStatus } from "./process-status.ts";

/** The process metrics of a service, in the order of the contract. A scrape reads them and resets nothing. */
export class ProcessSource implements ScrapeSource {
  readonly tables: readonly SeriesTable[];
  readonly #parts: readonly ProcessPart[];
  readonly #report: SelfReport;

  /** `clock` is in seconds and never goes back; `root` is the folder in which `/proc` and `/sys` lie. */
  constructor(
    service: Service,
    exposed: readonly ExposedMetric[],
    report: SelfReport,
    clock: () => number,
    root: string,
  ) {
    const tables = new Map(processMetrics(service).map(({ name }) => [name, tableOf(familyHead(exposed, name))]));
    const table = (name: string): SeriesTable => {
      const found = tables.get(name);
      if (found === undefined) throw new Error(`The contract does not list ${name} among the process metrics.`);
      return found;
    };
    this.tables = [...tables.values()];
    this.#parts = partsOf(service, { table, report }, unthrowing(clock), root);
    this.#report = report;
  }

  /** Brings all up to date. A part that fails costs its own series alone. */
  async refresh(): Promise<void> {
    await Promise.all(this.#parts.map((part) => this.#refreshed(part)));
  }

  /** Ends the timer and the observer; what was counted stays. */
  close(): void {
    for (const part of this.#parts) part.close?.();
  }

  async #refreshed(part: ProcessPart): Promise<void> {
    try {
      await part.refresh?.();
    } catch (error) {
      this.#report.error("process metrics", error);
    }
  }
}

/** Files are read last, so that what a scrape opens is not among the active resources that it shows. */
function partsOf(service: Service, parts: ProcessParts, clock: () => number, root: string): readonly ProcessPart[] {
  if (service.process === "none") return [];
  setProcessIdentity(parts);
  const read = processFiles(root);
  const own = (window: DelayWindow | undefined): readonly ProcessPart[] => [
    new CpuTime(parts),
    new Heap(parts),
    new GarbageCollections(parts),
    new EventLoopDelay(parts, clock, window),
    new EventLoopTime(parts),
    new ProcessStatus(parts, read, root, window !== undefined),
    new CgroupLimits(parts, read),
  ];
  switch (service.process) {
    case "standard":
      return [new ActiveResources(parts), ...own(undefined)];
    case "promClient": {
      const window = new DelayWindow(clock());
      const resources = [new ActiveResources(parts), new ActiveResourcesOfPromClient(parts)];
      return [...resources, ...own(window), new EventLoopLag(parts, window)];
    }
  }
}

/** The system has counted since the process started, not since somebody looked. */
function tableOf(head: FamilyHead): SeriesTable {
  return head.type === "counter" ? new SeriesTable(head, processStartSeconds) : new SeriesTable(head);
}

/** A clock that fails tells no time, and stops nothing. */
function unthrowing(clock: () => number): () => number {
  return () => {
    try {
      return clock();
    } catch {
      return Number.NaN;
    }
  };
}
