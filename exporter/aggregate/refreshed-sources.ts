import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { inTime } from "../in-time.ts";
import type { SelfReport } from "../self-report.ts";

/** Brings tables up to date for a scrape; one that fails or is late costs only that its tables are as they were. */
export class RefreshedSources {
  readonly #sources: readonly ScrapeSource[];
  readonly #report: SelfReport;
  readonly #running = new Map<ScrapeSource, Promise<void>>();

  constructor(sources: readonly ScrapeSource[], report: SelfReport) {
    this.#sources = sources;
    this.#report = report;
  }

  /** Resolves when all are up to date, or the seconds are over. Never rejects. */
  async refresh(seconds: number): Promise<void> {
    await inTime(Promise.all(this.#sources.map((source) => this.#refreshed(source))), seconds);
  }

  #refreshed(source: ScrapeSource): Promise<void> {
    if (source.refresh === undefined) return Promise.resolve();
    const running = this.#running.get(source);
    if (running !== undefined) return running;
    const started = this.#run(source).finally(() => this.#running.delete(source));
    this.#running.set(source, started);
    return started;
  }

  async #run(source: ScrapeSource): Promise<void> {
    try {
      await source.refresh?.();
    } catch (error) {
      this.#report.error("values read for a scrape", error);
    }
  }
}
