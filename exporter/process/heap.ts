import { getHeapSpaceStatistics, getHeapStatistics } from "node:v8";
import { processLimits } from "@signalbox/contract";
import { LateSeries } from "./late-series.ts";
import { LateSeriesByValue } from "./late-series-by-value.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** The V8 heap of this thread. Asks V8, because `process.memoryUsage()` reads a file on the event loop. */
export class Heap implements ProcessPart {
  readonly #total: LateSeries;
  readonly #used: LateSeries;
  readonly #limit: LateSeries;
  readonly #external: LateSeries;
  readonly #spaceTotal: LateSeriesByValue;
  readonly #spaceUsed: LateSeriesByValue;
  readonly #spaceAvailable: LateSeriesByValue;

  constructor({ table, report }: ProcessParts) {
    const space = (name: string): LateSeriesByValue =>
      new LateSeriesByValue(table(name), processLimits.heapSpaces, report);
    this.#total = new LateSeries(table("nodejs_heap_size_total_bytes"), report);
    this.#used = new LateSeries(table("nodejs_heap_size_used_bytes"), report);
    this.#limit = new LateSeries(table("nodejs_heap_size_limit_bytes"), report);
    this.#external = new LateSeries(table("nodejs_external_memory_bytes"), report);
    this.#spaceTotal = space("nodejs_heap_space_size_total_bytes");
    this.#spaceUsed = space("nodejs_heap_space_size_used_bytes");
    this.#spaceAvailable = space("nodejs_heap_space_size_available_bytes");
  }

  refresh(): void {
    const heap = getHeapStatistics();
    this.#total.set(heap.total_heap_size);
    this.#used.set(heap.used_heap_size);
    this.#limit.set(heap.heap_size_limit);
    this.#external.set(heap.external_memory);
    const spaces = getHeapSpaceStatistics().map((space) => ({
      ...space,
      name: space.space_name.replace(/_space$/, ""),
    }));
    this.#spaceTotal.setAll(new Map(spaces.map((space) => [space.name, space.space_size])));
    this.#spaceUsed.setAll(new Map(spaces.map((space) => [space.name, space.space_used_size])));
    this.#spaceAvailable.setAll(new Map(spaces.map((space) => [space.name, space.space_available_size])));
  }
}
