import type { IncomingMessage, ServerResponse } from "node:http";
import { labelValue } from "../storage/label-value.ts";
import type { HttpRequests } from "./http-requests.ts";
import type { RequestObserver, RouteOfRequest } from "./request-observer.ts";

/** A request handler of `node:http`. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What the `node:http` adapter is told. */
export interface NodeOptions {
  /**
   * The template of a request's route, such as `/orders/:id`; undefined when none matched. By default no route is known, and
   * indicators that list routes are reported.
   * Never return the path itself: beyond 500 templates all go to the overflow series.
   */
  readonly route?: (request: IncomingMessage) => string | undefined;
}

/** A handler that measures each request once, when its response closes, and then calls the given one. */
export function observedHandler(
  handler: NodeHandler,
  options: NodeOptions,
  observer: RequestObserver,
  http: HttpRequests,
): NodeHandler {
  const { route } = options;
  const routeOf: RouteOfRequest<IncomingMessage> = (request) => {
    const template = labelValue(route?.(request));
    return template === undefined ? undefined : http.slot(template);
  };
  return function signalbox(request, response) {
    observer.observe(request, response, routeOf);
    return handler(request, response);
  };
}
