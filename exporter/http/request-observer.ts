import type { IncomingMessage, ServerResponse } from "node:http";
import { isStream, outcomeOf, pathOf } from "./exchange.ts";
import type { RouteSlot } from "./http-requests.ts";
import { packedFacts } from "./request-facts.ts";
import { methodNumber } from "./request-labels.ts";
import type { RequestMeter } from "./request-meter.ts";

/** Finds the route of an ended request, given the status that was sent; undefined when none matched. */
export type RouteOfRequest<Request extends IncomingMessage> = (
  request: Request,
  status: number | undefined,
) => RouteSlot | undefined;

/** Measures exchanges of `node:http` from their start to the `close` of their response, once each. Nothing here throws. */
export class RequestObserver {
  readonly #meter: RequestMeter;
  readonly #syntheticHeader: string | undefined;

  /** The header, in lower case, marks tests; undefined for none. */
  constructor(meter: RequestMeter, syntheticHeader: string | undefined) {
    this.#meter = meter;
    this.#syntheticHeader = syntheticHeader;
  }

  /**
   * Starts to measure a request; a response that is closed already is left out, since it will not tell its end. A request that is
   * measured already, by an adapter further out, is measured once; the innermost that knows its route tells it.
   */
  observe<Request extends IncomingMessage>(
    request: Request,
    response: ServerResponse,
    routeOf: RouteOfRequest<Request>,
  ): void {
    const meter = this.#meter;
    meter.hasSeenRequest = true;
    try {
      if (response.destroyed) return;
      if (response.listenerCount(otherLook) > 0 && isMeasured(response, meter, routeOf)) return;
      const startSeconds = meter.clock();
      const method = methodNumber(request.method);
      const scheme = (request.socket as { readonly encrypted?: boolean }).encrypted === true ? 1 : 0;
      let isOpen = false;
      // The closure lives as long as the request, so it holds no more than it must.
      let tellRoute = routeOf;
      const onEvent = (other?: Look<Request>): void => {
        if (!isOpen || (other !== undefined && other.meter !== meter)) return;
        if (other !== undefined) {
          other.isMeasured = true;
          tellRoute = innermost(other.routeOf, tellRoute);
          return;
        }
        isOpen = false;
        this.#end(request, response, tellRoute, method, scheme, startSeconds);
      };
      response.on("close", onEvent).on(otherLook, onEvent);
      meter.http.addActive(method, scheme, 1);
      isOpen = true;
    } catch (error) {
      meter.report.error("start of a request", error);
    }
  }

  #end<Request extends IncomingMessage>(
    request: Request,
    response: ServerResponse,
    routeOf: RouteOfRequest<Request>,
    method: number,
    scheme: number,
    startSeconds: number,
  ): void {
    const meter = this.#meter;
    try {
      meter.http.addActive(method, scheme, -1);
      const durationSeconds = meter.clock() - startSeconds;
      const status = response.headersSent ? response.statusCode : undefined;
      const slot = this.#slot(routeOf, request, status);
      if (slot.isMatched ? slot.isInternal : meter.isInternalPath(requestedPath(request))) return;
      const isStreamed = slot.indicators.length > 0 && (slot.isStream || isStream(response));
      const isSynthetic = this.#syntheticHeader !== undefined && request.headers[this.#syntheticHeader] !== undefined;
      const facts = packedFacts(method, scheme, status, outcomeOf(request, response), isStreamed, isSynthetic);
      meter.count(slot, facts, durationSeconds);
    } catch (error) {
      meter.report.error("end of a request", error);
    }
  }

  #slot<Request extends IncomingMessage>(
    routeOf: RouteOfRequest<Request>,
    request: Request,
    status: number | undefined,
  ): RouteSlot {
    const { http, report } = this.#meter;
    try {
      return routeOf(request, status) ?? http.unmatched;
    } catch (error) {
      report.error("route of a request", error);
      return http.unmatched;
    }
  }
}

/** Emitted on a response to find out whether a meter measures it already; it leaves nothing behind where none does. */
const otherLook: unique symbol = Symbol("signalbox other look");

interface Look<Request extends IncomingMessage> {
  readonly meter: RequestMeter;
  readonly routeOf: RouteOfRequest<Request>;
  isMeasured: boolean;
}

function isMeasured<Request extends IncomingMessage>(
  response: ServerResponse,
  meter: RequestMeter,
  routeOf: RouteOfRequest<Request>,
): boolean {
  const look: Look<Request> = { meter, routeOf, isMeasured: false };
  response.emit(otherLook, look);
  return look.isMeasured;
}

function innermost<Request extends IncomingMessage>(
  inner: RouteOfRequest<Request>,
  outer: RouteOfRequest<Request>,
): RouteOfRequest<Request> {
  return (request, status) => inner(request, status) ?? outer(request, status);
}

/** The path that the client asked for; routers shorten `url` under mounts and keep the whole in `originalUrl`. */
function requestedPath(request: IncomingMessage): string {
  const { originalUrl } = request as { readonly originalUrl?: unknown };
  return pathOf(typeof originalUrl === "string" ? originalUrl : (request.url ?? ""));
}
