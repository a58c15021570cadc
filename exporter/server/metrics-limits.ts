/** What clients of the metrics port may cost; each limit has a default. */
export interface MetricsLimits {
  /** Scrapes that are rendered at the same time; default 3. Others are answered 503 with `Retry-After: 1`. */
  readonly maximumScrapes?: number;
  /** Seconds that rendering a scrape may take; default 10. A scraper that gives up earlier, and says so, shortens it. */
  readonly scrapeDeadlineSeconds?: number;
  /** Answers that are being sent at the same time; default 10. One more closes the connection that has taken longest, so that slow readers hold no memory. */
  readonly maximumSending?: number;
  /** Seconds that a client may take to read an answer; default 30. Then its connection is closed. */
  readonly sendDeadlineSeconds?: number;
  /** Seconds in which a client must have sent its headers, and before them ended the handshake of TLS; default 5. */
  readonly headersDeadlineSeconds?: number;
  /** Seconds in which a client must have sent its whole request; default 10. */
  readonly requestDeadlineSeconds?: number;
  /** Connections that are open at the same time; default 50. Others are closed at once. */
  readonly maximumConnections?: number;
}

const defaults: Required<MetricsLimits> = {
  maximumScrapes: 3,
  scrapeDeadlineSeconds: 10,
  maximumSending: 10,
  sendDeadlineSeconds: 30,
  headersDeadlineSeconds: 5,
  requestDeadlineSeconds: 10,
  maximumConnections: 50,
};

/** The limits with their defaults. */
export function completeLimits(limits: MetricsLimits = {}): Required<MetricsLimits> {
  const given = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}
