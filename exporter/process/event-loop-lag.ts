import type { DelaySummary, DelayWindow } from "./delay-window.ts";
import { LateSeries } from "./late-series.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

const figures: readonly (keyof DelaySummary)[] = ["min", "max", "mean", "stddev", "p50", "p90", "p99"];

/**
 * The event-loop gauges of prom-client: the last delay, and what the last full minute comes to. Unlike prom-client's they do not
 * contain the 10 ms of the timer that measures, and no scrape resets them.
 */
export class EventLoopLag implements ProcessPart {
  readonly #window: DelayWindow;
  readonly #last: LateSeries;
  readonly #figures: readonly { readonly figure: keyof DelaySummary; readonly series: LateSeries }[];

  constructor({ table, report }: ProcessParts, window: DelayWindow) {
    this.#window = window;
    this.#last = new LateSeries(table("nodejs_eventloop_lag_seconds"), report);
    this.#figures = figures.map((figure) => ({
      figure,
      series: new LateSeries(table(`nodejs_eventloop_lag_${figure}_seconds`), report),
    }));
  }

  refresh(): void {
    const { last, summary } = this.#window;
    this.#last.set(wholeMicroseconds(last));
    for (const { figure, series } of this.#figures) {
      series.set(summary === undefined ? undefined : wholeMicroseconds(summary[figure]));
    }
  }
}

function wholeMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
