import type { SelfReport } from "../self-report.ts";
import type { HttpRequests, RouteSlot } from "./http-requests.ts";

/** The clock and the storage of measured requests; what every adapter and {@link RequestSignals} rest on. */
export class RequestMeter {
  readonly http: HttpRequests;
  readonly report: SelfReport;
  /** Seconds that never go back. */
  readonly clock: () => number;
  /** Whether an adapter has seen a request, measured or not. */
  hasSeenRequest = false;
  readonly #internalRoutes: ReadonlySet<string>;

  constructor(http: HttpRequests, internalRoutes: ReadonlySet<string>, report: SelfReport, clock: () => number) {
    this.http = http;
    this.report = report;
    this.clock = clock;
    this.#internalRoutes = internalRoutes;
  }

  /** Whether requests for a path that no route matched are not measured. */
  isInternalPath(path: string): boolean {
    return this.#internalRoutes.has(path);
  }

  /** Counts an ended request by `packedFacts`; one whose duration no clock could tell is left out. */
  count(slot: RouteSlot, facts: number, durationSeconds: number): void {
    if (!(durationSeconds >= 0))
      throw new Error(`a request took ${durationSeconds} s by the clock, so it was not counted`);
    this.http.count(slot, facts, durationSeconds);
  }
}
