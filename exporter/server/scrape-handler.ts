import type { IncomingMessage, ServerResponse } from "node:http";
import { type Scrape, type ScrapeBody, ScrapeLateError, type ScrapeWish } from "../exposition/scrape-body.ts";
import type { SelfReport } from "../self-report.ts";
import type { TokenCheck } from "./bearer-tokens.ts";
import { sendBody } from "./body-sender.ts";
import type { MetricsLimits } from "./metrics-limits.ts";
import type { MetricsServerMetrics } from "./metrics-server-metrics.ts";
import { scrapeWish } from "./scrape-wish.ts";
import { sendText, type TextAnswer } from "./text-answer.ts";

/** What answers scrapes. */
export interface ScrapeParts {
  readonly scrape: Scrape;
  readonly metrics: MetricsServerMetrics;
  readonly report: SelfReport;
  /** Seconds that never go back. */
  readonly clock: () => number;
  /** Who may scrape; by default everyone who reaches the port. */
  readonly mayScrape?: TokenCheck;
}

/**
 * Answers scrapes: renders a few at a time and sends them to any number of slow readers. An answer is a whole exposition with
 * 200, or 503 when it cannot be had now, or 500 when it cannot be had; a connection that breaks tells the scraper of the rest.
 */
export class ScrapeHandler {
  readonly #parts: ScrapeParts;
  readonly #limits: Required<MetricsLimits>;
  /** Requests whose answer is being sent, the longest first. */
  readonly #sending = new Set<IncomingMessage>();
  #inFlight = 0;
  #waiting: (() => void)[] = [];

  constructor(parts: ScrapeParts, limits: Required<MetricsLimits>) {
    this.#parts = parts;
    this.#limits = limits;
  }

  /** Resolves when a scrape of everything that starts from now on was answered in full. */
  nextScrape(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Answers one scrape; never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wish = scrapeWish(request, this.#limits.scrapeDeadlineSeconds);
    const waiting = request.method === "HEAD" || wish.names.length > 0 ? [] : this.#waiting.slice();
    if (!(await this.#isAllowed(request))) return sendText(request, response, unauthorized);
    if (this.#inFlight >= this.#limits.maximumScrapes) return this.#refuse(request, response, "too many scrapes");
    try {
      const body = await this.#rendered(wish);
      this.#parts.metrics.answered(200);
      if (!(await this.#sent(request, response, body))) return;
      this.#waiting = this.#waiting.filter((resolve) => !waiting.includes(resolve));
      for (const resolve of waiting) resolve();
    } catch (error) {
      this.#fail(request, response, error);
    }
  }

  async #isAllowed({ headers }: IncomingMessage): Promise<boolean> {
    const { mayScrape, metrics } = this.#parts;
    if (mayScrape === undefined || (await mayScrape(headers.authorization))) return true;
    metrics.answered(401);
    return false;
  }

  async #rendered(wish: ScrapeWish): Promise<ScrapeBody> {
    const { scrape, metrics, clock } = this.#parts;
    const startSeconds = clock();
    metrics.inFlight(++this.#inFlight);
    try {
      return await scrape(wish);
    } finally {
      metrics.inFlight(--this.#inFlight);
      metrics.rendered(clock() - startSeconds);
    }
  }

  async #sent(request: IncomingMessage, response: ServerResponse, body: ScrapeBody): Promise<boolean> {
    const [longest] = this.#sending;
    if (this.#sending.size >= this.#limits.maximumSending) longest?.socket.destroy();
    this.#sending.add(request);
    try {
      return await sendBody(request, response, body, this.#limits.sendDeadlineSeconds);
    } finally {
      this.#sending.delete(request);
    }
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent) {
      this.#parts.report.error("scrape: sending", error);
      request.socket.destroy();
    } else if (error instanceof ScrapeLateError) {
      this.#refuse(request, response, error.message);
    } else {
      this.#parts.report.error("scrape", error);
      this.#parts.metrics.answered(500);
      sendText(request, response, { status: 500, body: "the metrics could not be rendered; the log says why\n" });
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, reason: string): void {
    this.#parts.metrics.answered(503);
    sendText(request, response, { status: 503, body: `${reason}\n`, headers: { "Retry-After": "1" } });
  }
}

const unauthorized: TextAnswer = {
  status: 401,
  body: "a bearer token is needed\n",
  headers: { "WWW-Authenticate": 'Bearer realm="metrics"' },
};
