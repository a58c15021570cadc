import type { Storage } from "@signalbox/engine";
import type { TargetState } from "./page/wire.ts";
import { type Scraped, scrapeTarget } from "./scrape-target.ts";

/** One target: its labels, and what is known of it. */
export class TargetWatch {
  readonly #labels: Readonly<Record<string, string>>;
  readonly #log: (line: string) => void;
  #state: TargetState;

  constructor(service: string, url: string, labels: Readonly<Record<string, string>>, log: (line: string) => void) {
    this.#labels = labels;
    this.#log = log;
    this.#state = {
      service,
      url,
      up: undefined,
      sinceMillis: undefined,
      scrapedAtMillis: undefined,
      durationSeconds: undefined,
      samples: undefined,
      error: undefined,
    };
  }

  get state(): TargetState {
    return this.#state;
  }

  /** Asks the target; what came back still has to be stored. */
  read(timeoutSeconds: number, fetcher: typeof fetch): Promise<Scraped> {
    return scrapeTarget(this.#state.url, timeoutSeconds, fetcher);
  }

  /** Stores what came back, as of the time of the round. */
  async store(storage: Storage, scraped: Scraped, timeMillis: number): Promise<void> {
    const common = { targetLabels: this.#labels, timeMillis, durationSeconds: scraped.durationSeconds };
    const report = await storage.scrape(
      "failed" in scraped
        ? { ...common, failed: scraped.failed }
        : { ...common, body: scraped.body, contentType: scraped.contentType },
    );
    const error = "failed" in scraped ? scraped.failed : report.error;
    this.#note(report.up, error, timeMillis, scraped.durationSeconds, report.samples);
  }

  #note(up: boolean, error: string | undefined, timeMillis: number, durationSeconds: number, samples: number): void {
    const { service, url, up: before, sinceMillis } = this.#state;
    if (up !== before)
      this.#log(up ? `${service} is up (${url})` : `${service} is down: ${error ?? "no reason"} (${url})`);
    this.#state = {
      service,
      url,
      up,
      sinceMillis: up === before ? sinceMillis : timeMillis,
      scrapedAtMillis: timeMillis,
      durationSeconds,
      samples: up ? samples : undefined,
      error: up ? undefined : error,
    };
  }
}
