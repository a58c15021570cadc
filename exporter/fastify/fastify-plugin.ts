import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpRequests } from "../http/http-requests.ts";
import type { RequestObserver } from "../http/request-observer.ts";
import { labelValue } from "../storage/label-value.ts";
import type { FastifyRoutes, FastifyRouteTable } from "./fastify-routes.ts";

/** What is read of Fastify's request; typed by structure, so that Fastify is no dependency. */
export interface FastifyRequest {
  readonly raw: IncomingMessage;
  /** Without `url` when no route matched. */
  readonly routeOptions: { readonly url?: string | undefined };
}

/** What is used of Fastify's instance. */
export interface FastifyInstance extends FastifyRouteTable {
  addHook(name: "onRequest", hook: FastifyHook): unknown;
}

/** A hook of Fastify's `onRequest`. */
export type FastifyHook = (
  request: FastifyRequest,
  reply: { readonly raw: ServerResponse },
  done: (error?: Error) => void,
) => void;

/** A plugin as Fastify's `register` takes it. */
export type FastifyPlugin = (instance: FastifyInstance, options: object, done: (error?: Error) => void) => void;

/** A plugin that measures each request once, when its response closes, under the full URL template of its route. */
export function fastifyPlugin(observer: RequestObserver, http: HttpRequests, routes: FastifyRoutes): FastifyPlugin {
  const plugin: FastifyPlugin = (instance, _options, done) => {
    routes.add(instance);
    instance.addHook("onRequest", (request, reply, next) => {
      observer.observe(request.raw, reply.raw, () => {
        const template = labelValue(request.routeOptions.url);
        return template === undefined ? undefined : http.slot(template);
      });
      next();
    });
    done();
  };
  // Fastify then applies the hook to the instance that registers the plugin, not to one of the plugin's own.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}
