import type { ExposedMetric, Service } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import type { SelfReport } from "../self-report.ts";
import { measureHttp } from "./http-calls.ts";
import { OutboundCalls } from "./outbound-calls.ts";
import { measureUndici } from "./undici-calls.ts";

/** What measures calls to other services. */
export interface Outbound extends ScrapeSource {
  /** Stops to listen; what was counted stays. */
  close(): void;
}

/**
 * Measures the calls of this process to other services, from Node's own diagnostics channels; nothing is patched. A service
 * without dependencies listens to nothing.
 */
export function outbound(
  service: Service,
  exposed: readonly ExposedMetric[],
  report: SelfReport,
  clock: () => number,
): Outbound {
  if (Object.keys(service.dependencies).length === 0) return { tables: [], close: () => undefined };
  const calls = new OutboundCalls(service, exposed, report, clock);
  const stops = [measureUndici(calls), measureHttp(calls)];
  return {
    tables: calls.tables,
    close: () => {
      for (const stop of stops) stop();
    },
  };
}
