import type { ServerResponse } from "node:http";
import type { RequestObserver, RouteOfRequest } from "../http/request-observer.ts";
import type { ExpressRequest, ExpressRoutes } from "./express-routes.ts";

/** Middleware as Express 5 calls it; typed by structure, so that Express is no dependency. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Middleware that measures each request once, when its response closes, under the full template of its route. */
export function expressMiddleware(observer: RequestObserver, routes: ExpressRoutes): ExpressMiddleware {
  let isFirst = true;
  const routeOf: RouteOfRequest<ExpressRequest> = (request, status) => routes.slotOf(request, status);
  return function signalbox(request, response, next) {
    if (isFirst) {
      isFirst = false;
      routes.add(request.app);
    }
    observer.observe(request, response, routeOf);
    next();
  };
}
