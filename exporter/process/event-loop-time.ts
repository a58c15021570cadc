import { LateSeries } from "./late-series.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** How long the event loop of this thread was active and how long it waited for events, since it started. */
export class EventLoopTime implements ProcessPart {
  readonly #active: LateSeries;
  readonly #idle: LateSeries;

  constructor({ table, report }: ProcessParts) {
    const time = table("nodejs_eventloop_time_seconds_total");
    this.#active = new LateSeries(time, report, ["active"]);
    this.#idle = new LateSeries(time, report, ["idle"]);
    this.refresh();
  }

  refresh(): void {
    const { active, idle } = performance.eventLoopUtilization();
    this.#active.set(wholeMicroseconds(active));
    this.#idle.set(wholeMicroseconds(idle));
  }
}

function wholeMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1e6;
}
