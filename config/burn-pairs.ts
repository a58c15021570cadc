import type { RatioWindow } from "@signalbox/contract";
import type { Urgency } from "./teams.ts";

/** Two windows whose error ratio must both be above one threshold. */
export interface BurnPair {
  readonly urgency: Urgency;
  /** The share of the whole budget that is spent in the long window when the alert fires; undefined: any share, from a burn rate of 1 on. */
  readonly budgetShareRatio: number | undefined;
  /** Holds how much was spent. */
  readonly long: RatioWindow;
  readonly longHours: number;
  /** Tells that it is still being spent, so that the alert ends soon after its cause. */
  readonly short: RatioWindow;
  /** Step of the count of bad events in the long window. */
  readonly countStepMinutes: 1 | 5;
}

/**
 * When a burning budget is worth a page or a ticket. Windows and shares: Google, The Site Reliability Workbook, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts". The last row of an urgency is its lowest burn rate. The last row of all is a burn
 * rate of 1, which the workbook's 10 % are at its 30 days: over 90 days 10 % would be a burn rate of 3, and a budget that is
 * empty after 31 days would be told to nobody.
 */
export const burnPairs: readonly BurnPair[] = [
  { urgency: "page", budgetShareRatio: 0.02, long: "1h", longHours: 1, short: "5m", countStepMinutes: 1 },
  { urgency: "page", budgetShareRatio: 0.05, long: "6h", longHours: 6, short: "30m", countStepMinutes: 1 },
  { urgency: "ticket", budgetShareRatio: 0.1, long: "1d", longHours: 24, short: "2h", countStepMinutes: 5 },
  { urgency: "ticket", budgetShareRatio: undefined, long: "3d", longHours: 72, short: "6h", countStepMinutes: 5 },
];

/** An error ratio can hardly stay above this for a whole long window, not even in an outage. */
export const highestThresholdRatio = 0.9;

/** A pair with the error ratio above which it holds. */
export interface BurnLimit {
  readonly pair: BurnPair;
  /** How many times faster than allowed the budget burns at the threshold. */
  readonly factor: number;
  readonly thresholdRatio: number;
}

/** The burn rate that spends the pair's share of the budget within its long window; at least 1, because slower burning never empties the budget. */
export function burnFactor({ budgetShareRatio = 0, longHours }: BurnPair, windowDays: number): number {
  return Math.max(1, plain((budgetShareRatio * windowDays * 24) / longHours));
}

/** The share of events that an objective allows to be bad. */
export function budgetRatio(targetRatio: number): number {
  return plain(1 - targetRatio);
}

/** The pairs of an urgency that an error ratio can reach. No page may be left; a ticket always is, at a burn rate of 1. */
export function burnLimits(urgency: Urgency, targetRatio: number, windowDays: number): readonly BurnLimit[] {
  return limitsOf(urgency, targetRatio, windowDays).filter(isReachable);
}

/** The pairs of an urgency that are left out, because no outage keeps the error ratio above their threshold. */
export function unreachableLimits(urgency: Urgency, targetRatio: number, windowDays: number): readonly BurnLimit[] {
  return limitsOf(urgency, targetRatio, windowDays).filter((limit) => !isReachable(limit));
}

function limitsOf(urgency: Urgency, targetRatio: number, windowDays: number): readonly BurnLimit[] {
  return burnPairs
    .filter((pair) => pair.urgency === urgency)
    .map((pair) => {
      const factor = burnFactor(pair, windowDays);
      return { pair, factor, thresholdRatio: plain(factor * budgetRatio(targetRatio)) };
    });
}

/** The last pair of all is the budget itself, which any target leaves below 1. */
function isReachable({ pair, thresholdRatio }: BurnLimit): boolean {
  return thresholdRatio <= highestThresholdRatio || pair.budgetShareRatio === undefined;
}

/** A number without binary noise: 12 significant digits, as they would be written by hand. */
function plain(value: number): number {
  return Number(value.toPrecision(12));
}
