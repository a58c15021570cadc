/** Requests to the service, judged one by one when they end (see `requestPolicy`). */
export interface RequestsIndicator {
  readonly kind: "requests";
  /** Routes that count, as `POST /orders` or `/orders` for every method; undefined means all. */
  readonly routes: readonly string[] | undefined;
  /** Makes it a latency indicator: good requests end within this many seconds. Undefined means availability. */
  readonly fasterThanSeconds: number | undefined;
  /** Statuses from 400 to 499 that are bad here; 5xx always is. */
  readonly alsoBad: readonly number[];
  /** Seconds after which a client that left without an answer counts as bad. */
  readonly abandonedAfterSeconds: number;
}

/** Two counters of the service: how many events there were, and how many of them were bad. */
export interface RatioIndicator<Bad extends string = string, Total extends string = string> {
  readonly kind: "ratio";
  readonly bad: Bad;
  readonly total: Total;
}

/** A service-level indicator. */
export type Indicator = RequestsIndicator | RatioIndicator;

/** Indicators by name; the name is the value of the label `sli`. */
export type Indicators = Readonly<Record<string, Indicator>>;

/** What a requests indicator may narrow. */
export interface RequestsOptions {
  /** `POST /orders`, or `/orders` for every method, as the router knows them; by default every route. */
  readonly routes?: readonly string[];
  /** Threshold in seconds that makes this a latency indicator; by default it is availability. It need not be a bucket bound. */
  readonly fasterThanSeconds?: number;
  /** 4xx statuses that are bad for this indicator; by default none. */
  readonly alsoBad?: readonly number[];
  /** Seconds a client must have waited for its leaving to count as bad availability; default 5. */
  readonly abandonedAfterSeconds?: number;
}

/** Judges HTTP requests: availability, or latency when `fasterThanSeconds` is given. */
export function requests(options: RequestsOptions = {}): RequestsIndicator {
  return {
    kind: "requests",
    routes: options.routes,
    fasterThanSeconds: options.fasterThanSeconds,
    alsoBad: options.alsoBad ?? [],
    abandonedAfterSeconds: options.abandonedAfterSeconds ?? 5,
  };
}

/** Judges by two counters of this service; both are summed over all their labels. */
export function ratio<const Bad extends string, const Total extends string>(counters: {
  readonly bad: Bad;
  readonly total: Total;
}): RatioIndicator<Bad, Total> {
  return { kind: "ratio", bad: counters.bad, total: counters.total };
}
