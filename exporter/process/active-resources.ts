import { processLimits } from "@signalbox/contract";
import { LateSeries } from "./late-series.ts";
import { LateSeriesByValue } from "./late-series-by-value.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** Types that are requests to the system, which end by themselves: the names that Node gives to what it derives from `ReqWrap`. */
const requestTypes = /Req|^(?:ConnectWrap|SendWrap|SimpleShutdownWrap|SimpleWriteWrap)$/;

/** Types that are neither request nor handle: JavaScript that waits for a time or for the next turn of the loop. */
const timerTypes: ReadonlySet<string> = new Set(["Timeout", "Immediate"]);

const isRequest = (type: string): boolean => requestTypes.test(type);
const isHandle = (type: string): boolean => !requestTypes.test(type) && !timerTypes.has(type);

/** What keeps the event loop alive, by type. */
export class ActiveResources implements ProcessPart {
  readonly #all: LateSeriesByValue;

  constructor({ table, report }: ProcessParts) {
    this.#all = new LateSeriesByValue(table("nodejs_active_resources"), processLimits.resourceTypes, report);
  }

  refresh(): void {
    this.#all.setAll(countedByType(process.getActiveResourcesInfo()));
  }
}

/** The same in the families of prom-client: resources, handles and requests, each by type and in all. */
export class ActiveResourcesOfPromClient implements ProcessPart {
  readonly #families: readonly {
    readonly holds: (type: string) => boolean;
    readonly byType: LateSeriesByValue | undefined;
    readonly all: LateSeries;
  }[];

  constructor({ table, report }: ProcessParts) {
    const byType = (name: string): LateSeriesByValue =>
      new LateSeriesByValue(table(name), processLimits.resourceTypes, report);
    const all = (name: string): LateSeries => new LateSeries(table(name), report);
    this.#families = [
      { holds: () => true, byType: undefined, all: all("nodejs_active_resources_total") },
      { holds: isHandle, byType: byType("nodejs_active_handles"), all: all("nodejs_active_handles_total") },
      { holds: isRequest, byType: byType("nodejs_active_requests"), all: all("nodejs_active_requests_total") },
    ];
  }

  refresh(): void {
    const types = process.getActiveResourcesInfo();
    for (const { holds, byType, all } of this.#families) {
      const held = types.filter(holds);
      all.set(held.length);
      byType?.setAll(countedByType(held));
    }
  }
}

function countedByType(types: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
