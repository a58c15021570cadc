import { type ExposedMetric, exporterMetrics, scrapeCodes } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { familyHead, type SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { addAmount, observeValue, setAmount } from "../storage/series-cell.ts";
import { SeriesTable } from "../storage/series-table.ts";

/** What the metrics server and the drain tell of themselves, at zero from the start. */
export class MetricsServerMetrics implements ScrapeSource {
  readonly tables: readonly SeriesTable[];
  readonly #report: SelfReport;
  readonly #scrapes: SeriesTable;
  readonly #inFlight: SeriesTable;
  readonly #durations: SeriesTable;
  readonly #aborted: SeriesTable;
  readonly #codeRows: ReadonlyMap<string, number>;
  readonly #inFlightRow: number;
  readonly #durationRow: number;
  readonly #abortedRow: number;
  readonly #bounds: BucketBounds;

  constructor(exposed: readonly ExposedMetric[], report: SelfReport) {
    const table = (name: string): SeriesTable => new SeriesTable(familyHead(exposed, name));
    this.#report = report;
    this.#scrapes = table(exporterMetrics.scrapes);
    this.#inFlight = table(exporterMetrics.scrapesInFlight);
    this.#durations = table(exporterMetrics.scrapeRenderDuration);
    this.#aborted = table(exporterMetrics.abortedRequests);
    this.tables = [this.#scrapes, this.#inFlight, this.#durations, this.#aborted];
    this.#codeRows = new Map(scrapeCodes.map((code) => [code, this.#scrapes.add([code])]));
    this.#inFlightRow = this.#inFlight.add([]);
    this.#durationRow = this.#durations.add([]);
    this.#abortedRow = this.#aborted.add([]);
    this.#bounds = new BucketBounds(this.#durations.head.bounds);
  }

  /** Counts a scrape by the status of its answer. */
  answered(status: 200 | 401 | 500 | 503): void {
    const row = this.#codeRows.get(String(status));
    if (row !== undefined) addAmount(this.#scrapes, row, 1, this.#report);
  }

  /** Says how many scrapes are being rendered. */
  inFlight(scrapes: number): void {
    setAmount(this.#inFlight, this.#inFlightRow, scrapes, this.#report);
  }

  /** Counts the rendering of a body. */
  rendered(durationSeconds: number): void {
    observeValue(this.#durations, this.#bounds, this.#durationRow, durationSeconds, this.#report);
  }

  /** Counts requests that a drain broke off. */
  aborted(requests: number): void {
    addAmount(this.#aborted, this.#abortedRow, requests, this.#report);
  }
}
