import type { SeriesTable } from "../storage/series-table.ts";

/** Tables that are brought up to date for a scrape. */
export interface ScrapeSource {
  readonly tables: readonly SeriesTable[];
  /** Runs before the tables are rendered; by default nothing. What it throws is counted, and the tables are rendered as they are. */
  refresh?(): void | Promise<void>;
}
