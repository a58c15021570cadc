import type { SelfReport } from "../self-report.ts";
import type { SeriesTable } from "../storage/series-table.ts";

/** What a part of the process metrics works with. */
export interface ProcessParts {
  /** The table of a metric that the contract lists; throws for any other. */
  readonly table: (name: string) => SeriesTable;
  readonly report: SelfReport;
}

/** Some of the process metrics, brought up to date together. */
export interface ProcessPart {
  /** Runs before each scrape; changes nothing that another scrape would miss. */
  refresh?(): void | Promise<void>;
  /** Ends timers and observers, where there are any. */
  close?(): void;
}
