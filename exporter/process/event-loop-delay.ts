import type { SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { observeValue } from "../storage/series-cell.ts";
import type { SeriesTable } from "../storage/series-table.ts";
import type { DelayWindow } from "./delay-window.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** Seconds between two arrivals of imagined work. Each counts once, so that a share of the histogram is a share of time. */
const arrivalSeconds = 0.04;

/** Most arrivals from one look at the loop to the next: an idle process is woken once a second and not 25 times. */
const mostArrivals = 25;

/** Seconds that the loop may be expected to be active between two looks, so that a busy one is looked at more often. */
const expectedActiveSeconds = 0.005;

/** Most arrivals that one stop of the process counts for; a minute's worth. */
const mostMissedArrivals = 1500;

/**
 * How long work has to wait that comes to the event loop at a regular pace, whatever the loop is doing. A timer that is late by a
 * second stands for all work of that second: the arrivals that it missed are counted with what they had left to wait. Between two
 * looks at an idle loop arrivals did not wait; what the loop was active there, beyond one arrival's time, is taken for one block.
 */
export class EventLoopDelay implements ProcessPart {
  readonly #table: SeriesTable;
  readonly #bounds: BucketBounds;
  readonly #row: number;
  readonly #report: SelfReport;
  readonly #clock: () => number;
  readonly #window: DelayWindow | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastArrival: number;
  #due: number;
  #activeSeconds: number;

  /** `clock` is in seconds and never goes back; `window` is told each delay too. */
  constructor({ table, report }: ProcessParts, clock: () => number, window: DelayWindow | undefined) {
    const delays = table("nodejs_eventloop_delay_seconds");
    this.#table = delays;
    this.#bounds = new BucketBounds(delays.head.bounds);
    this.#row = delays.add([]);
    this.#report = report;
    this.#clock = clock;
    this.#window = window;
    this.#lastArrival = clock();
    this.#due = this.#lastArrival + arrivalSeconds;
    this.#activeSeconds = activeSeconds();
    this.#wait(arrivalSeconds);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** The timer holds its target weakly, so that it ends with what nobody can scrape any more. */
  #wait(seconds: number): void {
    const self = new WeakRef<EventLoopDelay>(this);
    const milliseconds = seconds > 0.001 ? Math.ceil(seconds * 1000) : 1;
    this.#timer = setTimeout(() => {
      const alive = self.deref();
      if (alive !== undefined) alive.#look();
    }, milliseconds).unref();
  }

  #look(): void {
    const now = this.#clock();
    if (now >= this.#due) this.#count(now);
    this.#wait(this.#due > now ? this.#due - now : mostArrivals * arrivalSeconds);
  }

  #count(now: number): void {
    const active = activeSeconds();
    const elapsed = now - this.#lastArrival;
    const waited = now - this.#due;
    let hiddenWait = active - this.#activeSeconds - waited;
    const arrivals = Math.floor(elapsed / arrivalSeconds);
    const first = Math.max(1, arrivals - mostMissedArrivals);
    for (let arrival = first; arrival <= arrivals; arrival++) {
      const time = this.#lastArrival + arrival * arrivalSeconds;
      if (time >= this.#due) {
        this.#observe(now - time);
      } else {
        this.#observe(hiddenWait >= arrivalSeconds ? hiddenWait : 0);
        hiddenWait -= arrivalSeconds;
      }
    }
    const share = (active - this.#activeSeconds) / elapsed;
    const next = Math.floor(expectedActiveSeconds / (share * arrivalSeconds));
    this.#lastArrival += arrivals * arrivalSeconds;
    this.#due = this.#lastArrival + Math.max(1, Math.min(mostArrivals, next)) * arrivalSeconds;
    this.#activeSeconds = active;
    this.#window?.end(now);
  }

  #observe(seconds: number): void {
    observeValue(this.#table, this.#bounds, this.#row, seconds, this.#report);
    this.#window?.add(seconds);
  }
}

function activeSeconds(): number {
  return performance.eventLoopUtilization().active / 1000;
}
