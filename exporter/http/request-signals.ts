import { labelValue } from "../storage/label-value.ts";
import type { RouteSlot } from "./http-requests.ts";
import { packedFacts } from "./request-facts.ts";
import { endings, methodNumber, type RequestOutcome } from "./request-labels.ts";
import type { RequestMeter } from "./request-meter.ts";

/** What is known of a request when it begins. */
export interface RequestStart {
  /** In capitals, as `POST`; an unknown one counts as `_OTHER`. */
  readonly method: string;
  /** Default `http`. */
  readonly scheme?: "http" | "https";
  /** The path that was asked for, without query. It finds internal routes among requests that no route matched and is never a label. */
  readonly path?: string;
}

/** What is known of a request when it ended. */
export interface RequestResult {
  /** The template of its route, such as `/orders/:id`, never the path itself; undefined when none matched. */
  readonly route?: string | undefined;
  /** The status that was sent, 100 to 999; undefined when no header left. */
  readonly status?: number | undefined;
  /** Default `answered`. */
  readonly outcome?: RequestOutcome;
  /** Default `plain`; `stream` for upgrades and event streams, whose duration means nothing. */
  readonly transfer?: "plain" | "stream";
  /** Whether the request was marked as a test, which then counts for no indicator; default false. */
  readonly synthetic?: boolean;
}

/** A request that has begun. */
export interface RequestExchange {
  /** Counts the request; a second call does nothing. Never throws. */
  end(result: RequestResult): void;
}

/** Measures requests that no adapter of ours sees. */
export interface RequestSignals {
  /** Begins to measure a request, which is in flight until its `end`. Never throws. */
  begin(start: RequestStart): RequestExchange;
}

const notMeasured: RequestExchange = { end: () => undefined };

/** The framework-neutral way to measure requests. */
export function requestSignals(meter: RequestMeter): RequestSignals {
  const { http, clock, report } = meter;
  return {
    begin(start) {
      meter.hasSeenRequest = true;
      try {
        const startSeconds = clock();
        const method = methodNumber(start.method);
        const scheme = start.scheme === "https" ? 1 : 0;
        http.addActive(method, scheme, 1);
        let isOpen = true;
        return {
          end(result) {
            if (!isOpen) return;
            isOpen = false;
            try {
              http.addActive(method, scheme, -1);
              const durationSeconds = clock() - startSeconds;
              const slot = slotOf(meter, result.route);
              if (slot.isMatched ? slot.isInternal : meter.isInternalPath(start.path ?? "")) return;
              meter.count(slot, factsOf(slot, method, scheme, result), durationSeconds);
            } catch (error) {
              report.error("end of a request", error);
            }
          },
        };
      } catch (error) {
        report.error("start of a request", error);
        return notMeasured;
      }
    },
  };
}

function slotOf({ http }: RequestMeter, route: unknown): RouteSlot {
  const template = labelValue(route);
  return template === undefined ? http.unmatched : http.slot(template);
}

function factsOf(slot: RouteSlot, method: number, scheme: number, result: RequestResult): number {
  const { outcome = "answered", transfer, synthetic = false } = result;
  if (!endings.includes(outcome)) throw new Error(`the outcome of a request is ${endings.join(", ")}, not ${outcome}`);
  const isStream = slot.isStream || transfer === "stream";
  return packedFacts(method, scheme, statusOf(result.status), outcome, isStream, synthetic === true);
}

function statusOf(status: unknown): number | undefined {
  return Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 999 ? Number(status) : undefined;
}
