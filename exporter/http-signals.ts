import type { ExposedMetric, Service } from "@signalbox/contract";
import type { ScrapeSource } from "./exposition/scrape-source.ts";
import { type ExpressMiddleware, expressMiddleware } from "./express/express-middleware.ts";
import { ExpressRoutes } from "./express/express-routes.ts";
import { type FastifyPlugin, fastifyPlugin } from "./fastify/fastify-plugin.ts";
import { FastifyRoutes } from "./fastify/fastify-routes.ts";
import { type HonoMiddleware, honoMiddleware } from "./hono/hono-middleware.ts";
import { type HonoApp, HonoRoutes } from "./hono/hono-routes.ts";
import { HttpRequests } from "./http/http-requests.ts";
import { IndicatorCounts } from "./http/indicator-counts.ts";
import { IndicatorRoutes } from "./http/indicator-routes.ts";
import { type NodeHandler, type NodeOptions, observedHandler } from "./http/node-handler.ts";
import { RequestMeter } from "./http/request-meter.ts";
import { RequestObserver } from "./http/request-observer.ts";
import { type RequestSignals, requestSignals } from "./http/request-signals.ts";
import { Routers } from "./http/router-routes.ts";
import { tellUnseenRequest } from "./http/unseen-requests.ts";
import type { ExemplarOf } from "./metrics/update-exemplar.ts";
import type { SelfReport } from "./self-report.ts";

/** The ways in which requests are measured; every one counts a request once, in seconds. */
export interface HttpSignals {
  /**
   * Middleware for Express 4 and 5; use it first, once. Each request is counted when its response closes, in seconds, under the
   * full template of its route, at most 500 label sets. A client that left is `error_type="client_disconnect"` with the status sent, or none.
   */
  express(): ExpressMiddleware;
  /** A plugin for Fastify 4 and 5; register it first, once. Counts as {@link HttpSignals.express} does. */
  fastify(): FastifyPlugin;
  /**
   * Middleware for Hono 4; use it first, once, and give it the application, so that routes of indicators can be held against
   * its own. Counts as {@link HttpSignals.express} does on `@hono/node-server`; elsewhere when the response is there, so that
   * neither its body nor a client that left is seen.
   */
  hono(app?: HonoApp): HonoMiddleware;
  /** Wraps a handler of `node:http`; counts as {@link HttpSignals.express} does, under the route that the options tell. */
  node(handler: NodeHandler, options?: NodeOptions): NodeHandler;
  /** Measures requests that none of the adapters sees. */
  readonly request: RequestSignals;
}

/** What {@link measuredRequests} is told of a service's requests. */
export interface HttpOptions {
  readonly internalRoutes: readonly string[];
  readonly streamRoutes: readonly string[];
  readonly syntheticHeader: string | undefined;
  readonly exemplarOf: ExemplarOf | undefined;
}

/** The measured requests of a service, with what composes them into the whole. */
export interface MeasuredRequests {
  readonly signals: HttpSignals;
  /** The HTTP family. */
  readonly source: ScrapeSource;
  /** The counts of the indicators. */
  readonly indicatorSource: ScrapeSource;
  /** Makes an application's routes known before its first request. */
  addApp(app: unknown): void;
  /** Watches whether the requests of a server are measured at all. */
  watch(server: object): void;
  /** Holds the routes of the indicators against the routers that are known. */
  resolveRoutes(): void;
}

/** An adapter that is handed to a framework uncalled would measure nothing, or let every request hang. */
function notCalledError(example: string): Error {
  return new Error(`An adapter is called with what it measures, and what it returns is used: ${example}.`);
}

/** The storage and the adapters of the HTTP family and of the indicators that judge requests. */
export function measuredRequests(
  service: Service,
  exposed: readonly ExposedMetric[],
  options: HttpOptions,
  report: SelfReport,
  clock: () => number,
): MeasuredRequests {
  const internalRoutes = new Set(options.internalRoutes);
  const counts = new IndicatorCounts(service, exposed);
  const special = { internalRoutes, streamRoutes: new Set(options.streamRoutes) };
  const http = new HttpRequests(service.http, exposed, counts, special, report, options.exemplarOf);
  const meter = new RequestMeter(http, internalRoutes, report, clock);
  const observer = new RequestObserver(meter, options.syntheticHeader?.toLowerCase());
  const request = requestSignals(meter);
  const express = new ExpressRoutes(http, clock);
  const fastify = new FastifyRoutes(counts.indicators);
  const hono = new HonoRoutes(http);
  const indicatorRoutes = new IndicatorRoutes(counts, new Routers([express, fastify, hono]), report);
  return {
    signals: {
      express: (...given: readonly unknown[]) => {
        if (given.length > 0) throw notCalledError("app.use(signals.express())");
        return expressMiddleware(observer, express);
      },
      fastify: (...given: readonly unknown[]) => {
        // Fastify tells only what a plugin hands to its last argument.
        const done = given.at(-1);
        if (typeof done === "function") done(notCalledError("await app.register(signals.fastify())"));
        return fastifyPlugin(observer, http, fastify);
      },
      hono: (app) => {
        if (app !== undefined && !Array.isArray(app?.routes)) throw notCalledError("app.use(signals.hono(app))");
        if (app === undefined) indicatorRoutes.tellUnseen("signals.hono() was not given the application");
        else hono.add(app);
        return honoMiddleware(observer, request, hono);
      },
      node: (handler, nodeOptions = {}) => {
        if (typeof handler !== "function") throw notCalledError("createServer(signals.node(handler))");
        if (nodeOptions.route === undefined) indicatorRoutes.resolveUntold();
        return observedHandler(handler, nodeOptions, observer, http);
      },
      request,
    },
    source: { tables: http.tables },
    indicatorSource: {
      tables: counts.tables === undefined ? [] : Object.values(counts.tables),
      refresh: () => indicatorRoutes.resolve(),
    },
    watch: (server) => tellUnseenRequest(server, meter, report),
    addApp: (app) => express.add(app),
    resolveRoutes: () => indicatorRoutes.resolve(),
  };
}
