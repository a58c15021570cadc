import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestEnd } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import { endingOf, isBehindClose, isStream, leftDuringUpload, pathOf } from "./exchange.ts";
import type { HttpRequests, RouteSlot } from "./http-requests.ts";
import type { IndicatorCounts } from "./indicator-counts.ts";
import { type Ending, methodNumber } from "./request-labels.ts";

/** Finds the route of an ended request, given the status that was sent; undefined when none matched. */
export type RouteOfRequest<Request extends IncomingMessage> = (
  request: Request,
  status: number | undefined,
) => RouteSlot | undefined;

/** What {@link RequestObserver} is told about requests that are special. */
export interface SpecialRequests {
  /** Paths and route templates of probes and the like, which are not measured. */
  readonly internalRoutes: ReadonlySet<string>;
  /** Route templates whose responses are streams. */
  readonly streamRoutes: ReadonlySet<string>;
  /** A request header, lower case, that marks a test; undefined for none. */
  readonly syntheticHeader: string | undefined;
}

/** Measures requests from their start to the `close` of their response, once each. Nothing here throws. */
export class RequestObserver {
  readonly #http: HttpRequests;
  readonly #counts: IndicatorCounts;
  readonly #special: SpecialRequests;
  readonly #report: SelfReport;
  readonly #clock: () => number;

  constructor(
    http: HttpRequests,
    counts: IndicatorCounts,
    special: SpecialRequests,
    report: SelfReport,
    clock: () => number,
  ) {
    this.#http = http;
    this.#counts = counts;
    this.#special = special;
    this.#report = report;
    this.#clock = clock;
  }

  /** Starts to measure a request; a response that is closed already is left out, since it will not tell its end. */
  observe<Request extends IncomingMessage>(
    request: Request,
    response: ServerResponse,
    routeOf: RouteOfRequest<Request>,
  ): void {
    try {
      if (response.destroyed) return;
      const startSeconds = this.#clock();
      const method = methodNumber(request.method);
      const scheme = "encrypted" in request.socket ? 1 : 0;
      response.on("close", () => {
        try {
          const durationSeconds = this.#clock() - startSeconds;
          this.#http.addActive(method, scheme, -1);
          const status = response.headersSent ? response.statusCode : undefined;
          this.#end(request, response, this.#route(routeOf, request, status), status, method, scheme, durationSeconds);
        } catch (error) {
          this.#report.error("end of a request", error);
        }
      });
      this.#http.addActive(method, scheme, 1);
    } catch (error) {
      this.#report.error("start of a request", error);
    }
  }

  #end(
    request: IncomingMessage,
    response: ServerResponse,
    route: RouteSlot | undefined,
    status: number | undefined,
    method: number,
    scheme: number,
    durationSeconds: number,
  ): void {
    if (this.#isInternal(request, route)) return;
    const ending = endingOf(request, response);
    const slot = route ?? this.#http.unmatched;
    this.#http.observe(slot, method, status, scheme, ending, durationSeconds);
    if (slot.indicators.length === 0) return;
    this.#counts.count(
      {
        kind:
          ending === "brokenOff" && isBehindClose(request, response)
            ? "behindClose"
            : this.#kind(request, route, status),
        routeMatched: route !== undefined,
        transfer: this.#special.streamRoutes.has(slot.template) || isStream(response) ? "stream" : "plain",
        status,
        failedAfterHeaders: ending === "brokenOff",
        clientGone: clientGone(request, ending, status),
        durationSeconds,
      },
      method,
      slot.indicators,
    );
  }

  #route<Request extends IncomingMessage>(
    routeOf: RouteOfRequest<Request>,
    request: Request,
    status: number | undefined,
  ): RouteSlot | undefined {
    try {
      return routeOf(request, status);
    } catch (error) {
      this.#report.error("route of a request", error);
      return undefined;
    }
  }

  #isInternal(request: IncomingMessage, route: RouteSlot | undefined): boolean {
    const { internalRoutes } = this.#special;
    if (route !== undefined) return internalRoutes.has(route.template);
    const { originalUrl } = request as { readonly originalUrl?: unknown };
    return internalRoutes.has(pathOf(typeof originalUrl === "string" ? originalUrl : (request.url ?? "")));
  }

  #kind(request: IncomingMessage, route: RouteSlot | undefined, status: number | undefined): RequestEnd["kind"] {
    const { syntheticHeader } = this.#special;
    if (syntheticHeader !== undefined && request.headers[syntheticHeader] !== undefined) return "synthetic";
    const isAnsweredOptions =
      request.method === "OPTIONS" && route === undefined && status !== undefined && status < 300;
    return isAnsweredOptions ? "automaticOptions" : "request";
  }
}

function clientGone(request: IncomingMessage, ending: Ending, status: number | undefined): RequestEnd["clientGone"] {
  if (ending !== "clientLeft") return "no";
  if (leftDuringUpload(request)) return "duringUpload";
  return status === undefined ? "beforeHeaders" : "afterHeaders";
}
