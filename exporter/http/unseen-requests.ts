import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { SelfReport } from "../self-report.ts";
import { pathOf } from "./exchange.ts";
import type { RequestMeter } from "./request-meter.ts";

/**
 * Says so when a server answers a request and no adapter has seen any: the middleware is missing, or stands after the routes, and
 * the service would be blind without a word. Looks until an adapter has seen a request; internal paths do not count.
 */
export function tellUnseenRequest(server: object, meter: RequestMeter, report: SelfReport): void {
  const requests = server as Server;
  // A server of HTTP/2 that answers streams only must not get a listener: Node would build a request for each of its streams.
  if (requests.listenerCount("request") === 0) return;
  let isOver = false;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const path = pathOf(request.url ?? "");
    response.once("finish", () => {
      if (isOver || (!meter.hasSeenRequest && meter.isInternalPath(path))) return;
      isOver = true;
      requests.off("request", onRequest);
      if (!meter.hasSeenRequest) report.message(notMeasured);
    });
  };
  requests.on("request", onRequest);
}

const notMeasured =
  "the application answered a request that nothing measured: use signals.express(), signals.fastify() or signals.hono() before the " +
  "routes, or wrap the handler with signals.node()";
