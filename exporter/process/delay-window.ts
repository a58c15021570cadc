/** Seconds of a window. */
const windowSeconds = 60;

/** What a window of delays comes to, in seconds. */
export interface DelaySummary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/**
 * Delays of the event loop in windows of a minute, one after the other. What is told is the last full one, and before it the first
 * so far, so that every scrape within a minute reads the same and resets nothing.
 */
export class DelayWindow {
  #delays: number[] = [];
  #full: DelaySummary | undefined;
  #endSeconds: number;
  #last = 0;

  constructor(nowSeconds: number) {
    this.#endSeconds = nowSeconds + windowSeconds;
  }

  add(delaySeconds: number): void {
    this.#delays.push(delaySeconds);
    this.#last = delaySeconds;
  }

  /** Ends the window when its minute is over. */
  end(nowSeconds: number): void {
    if (!(nowSeconds >= this.#endSeconds)) return;
    this.#full = summaryOf(this.#delays) ?? this.#full;
    this.#delays = [];
    this.#endSeconds = nowSeconds + windowSeconds;
  }

  /** The last delay, in seconds; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** The summary of the last full window; undefined before the first delay. */
  get summary(): DelaySummary | undefined {
    return this.#full ?? summaryOf(this.#delays);
  }
}

function summaryOf(delays: readonly number[]): DelaySummary | undefined {
  if (delays.length === 0) return undefined;
  const sorted = Float64Array.from(delays).sort();
  const rank = (ratio: number): number => sorted[Math.ceil(ratio * sorted.length) - 1] ?? 0;
  const mean = sorted.reduce((sum, delay) => sum + delay, 0) / sorted.length;
  const variance = sorted.reduce((sum, delay) => sum + (delay - mean) ** 2, 0) / sorted.length;
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    mean,
    stddev: Math.sqrt(variance),
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
  };
}
