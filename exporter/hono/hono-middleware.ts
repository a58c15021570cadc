import type { IncomingMessage, ServerResponse } from "node:http";
import { isEventStream } from "../http/exchange.ts";
import type { RequestObserver } from "../http/request-observer.ts";
import type { RequestSignals } from "../http/request-signals.ts";
import type { HonoRoutes, MatchedRequest } from "./hono-routes.ts";

/** What is read of Hono's context; typed by structure, so that Hono is no dependency. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: MatchedRequest & { readonly method: string; readonly path: string; readonly url: string };
  readonly res: { readonly status: number; readonly headers: { get(name: string): string | null } };
}

/** Middleware as Hono calls it. */
export type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<void>;

/** What `@hono/node-server` binds; it has no response for an upgrade. */
interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse | undefined;
}

/**
 * Middleware that measures each request once, under the template of its route: when its response closes on
 * `@hono/node-server`, elsewhere when the response is there, before its body is sent.
 */
export function honoMiddleware(
  observer: RequestObserver,
  requests: RequestSignals,
  routes: HonoRoutes,
): HonoMiddleware {
  return async function signalbox(context, next) {
    const { incoming, outgoing } = (context.env ?? {}) as NodeBindings;
    if (incoming !== undefined) {
      if (outgoing !== undefined)
        observer.observe(incoming, outgoing, (_, status) => routes.slotOf(context.req, status));
      return next();
    }
    const { method, path, url } = context.req;
    const exchange = requests.begin({ method, path, scheme: url.startsWith("https:") ? "https" : "http" });
    const routed = (status: number | undefined): { readonly route?: string | undefined } => {
      try {
        return { route: routes.templateOf(context.req, status) };
      } catch {
        return {};
      }
    };
    try {
      await next();
    } catch (error) {
      exchange.end({ ...routed(undefined), outcome: "brokenOff" });
      throw error;
    }
    const { status, headers } = context.res;
    const isStream = isEventStream(headers.get("content-type"));
    exchange.end({ ...routed(status), status, transfer: isStream ? "stream" : "plain" });
  };
}
