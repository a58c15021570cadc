import { defineService, promClient, requests, type Service } from "@signalbox/contract";

/** What an objective is read from. */
export type Source = "indicator" | "status" | "latency";

/** An objective as any generator sees it: what counts, and what of it is bad, per second over a window. */
export interface SourceQuestion {
  readonly source: Source;
  readonly service: Service;
  readonly indicator: string;
  readonly bad: (window: string) => string;
  readonly total: (window: string) => string;
  /** The raw selectors behind them, for generators that sum up whole budget windows. */
  readonly selectors: readonly string[];
}

const job = 'namespace="live",job="shop"';
const common = { name: "shop", team: "storefront", description: "Sells products to customers." } as const;
const duration = "http_request_duration_seconds";
const family = promClient({ duration, bounds: [0.1, 0.25, 1] });

const countsItself = defineService({ ...common, indicators: { availability: requests() } });
const readByStatus = defineService({ ...common, http: family, indicators: { availability: requests() } });
const readByBucket = defineService({
  ...common,
  http: family,
  indicators: { fast: requests({ fasterThanSeconds: 0.25 }) },
});

const rateOf = (series: string) => (window: string) => `sum(rate(${series}[${window}]))`;
const requestsOf = `${duration}_count{${job}}`;
const fastOf = `${duration}_bucket{${job},le="0.25"}`;
const failedOf = `${duration}_count{${job},status_code=~"5.."}`;
const eventsOf = `sli_events_total{${job},sli="availability"}`;
const badEventsOf = `sli_bad_events_total{${job},sli="availability"}`;

/** The three objectives whose rules are compared. */
export const sourceQuestions: readonly SourceQuestion[] = [
  {
    source: "indicator",
    service: countsItself,
    indicator: "availability",
    bad: rateOf(badEventsOf),
    total: rateOf(eventsOf),
    selectors: [eventsOf, badEventsOf],
  },
  {
    source: "status",
    service: readByStatus,
    indicator: "availability",
    bad: rateOf(failedOf),
    total: rateOf(requestsOf),
    selectors: [requestsOf],
  },
  {
    source: "latency",
    service: readByBucket,
    indicator: "fast",
    bad: (window) => `(${rateOf(requestsOf)(window)} - ${rateOf(fastOf)(window)})`,
    total: rateOf(requestsOf),
    selectors: [requestsOf, fastOf],
  },
];
