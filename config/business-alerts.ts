import { givenOptions } from "./given-options.ts";

/** A counter that stood still although earlier weeks moved, as {@link stopped} describes it. */
export interface StoppedAlert {
  readonly kind: "stopped";
  /** The window that is compared, Prometheus notation. */
  readonly within: string;
  readonly page: boolean;
}

/** A counter with too few or too many events, as {@link threshold} describes it. */
export interface ThresholdAlert {
  readonly kind: "threshold";
  /** The fewest events within the window; undefined for no lower limit. */
  readonly atLeast: number | undefined;
  /** The most events within the window; undefined for no upper limit. */
  readonly atMost: number | undefined;
  /** The window, Prometheus notation. */
  readonly within: string;
  readonly page: boolean;
}

/** An alert about a counter of the business. */
export type BusinessAlert = StoppedAlert | ThresholdAlert;

/**
 * Tells when a counter has nearly stopped although it moved at the same time of earlier weeks: less than a tenth of the median of up to
 * 4 weeks. It needs 2 weeks of history, and is silent where fewer than 10 events are expected in the window.
 * @param options `within`: the window, default `10m`; `page`: wakes somebody, default false
 */
export function stopped(options: { readonly within?: string; readonly page?: boolean } = {}): StoppedAlert {
  const given = givenOptions(options);
  // A text in the place of the options must not mean the default window; the door asks for one.
  const within = given === options ? (given.within ?? "10m") : "";
  return { kind: "stopped", ...given, within, page: given.page ?? false };
}

/** What {@link threshold} takes. At least one of the limits is needed. */
export interface ThresholdOptions {
  /** The fewest events that may come within the window. */
  readonly atLeast?: number;
  /** The most events that may come within the window. */
  readonly atMost?: number;
  /** The window in Prometheus notation, `5m`. */
  readonly within: string;
  /** Wakes somebody; default false. */
  readonly page?: boolean;
}

/** Tells when a counter has fewer or more events in a window than it should, by night and by day. */
export function threshold(options: ThresholdOptions): ThresholdAlert {
  const { atLeast, atMost, page = false } = givenOptions(options);
  return { kind: "threshold", ...givenOptions(options), atLeast, atMost, page };
}
