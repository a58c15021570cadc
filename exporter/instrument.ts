import { exposedMetrics, type Metrics, type Service } from "@signalbox/contract";
import { AddedRegistries, type AddedRegistry } from "./exposition/added-registries.ts";
import { Exposition } from "./exposition/exposition.ts";
import { type ExpressMiddleware, expressMiddleware } from "./express/express-middleware.ts";
import { ExpressRoutes } from "./express/express-routes.ts";
import { HttpRequests } from "./http/http-requests.ts";
import { IndicatorCounts } from "./http/indicator-counts.ts";
import { IndicatorRoutes } from "./http/indicator-routes.ts";
import { type NodeHandler, type NodeOptions, observedHandler } from "./http/node-handler.ts";
import { RequestObserver } from "./http/request-observer.ts";
import type { MetricHandles } from "./metrics/metric-handles.ts";
import { serviceMetrics } from "./metrics/service-metrics.ts";
import { SelfReport } from "./self-report.ts";
import { Readiness } from "./server/readiness.ts";
import { type Served, type ServeOptions, serve } from "./server/serve.ts";

/** What `instrument` may be told. */
export interface InstrumentOptions {
  /** Registries of `prom-client` or `@prometheus-io/client` to expose too; by default none. */
  readonly registries?: readonly AddedRegistry[];
  /** Seconds that an added registry may take for a scrape; default 1. */
  readonly registryDeadlineSeconds?: number;
  /** A clock in seconds that never goes back; by default the process's own. */
  readonly clock?: () => number;
  /** Takes messages for the log, one line each; by default they go to standard error. */
  readonly log?: (message: string) => void;
  /** Route templates and paths on the application that are not measured; default {@link defaultInternalRoutes}. */
  readonly internalRoutes?: readonly string[];
  /** Route templates whose responses are streams, so that their duration means nothing; event streams are known without. */
  readonly streamRoutes?: readonly string[];
  /** A request header that marks tests, which then count for no indicator; by default none, because any client can send it. */
  readonly syntheticHeader?: string;
}

/** Routes of probes, metrics and lifecycle that an application may serve on its own port. */
export const defaultInternalRoutes: readonly string[] = ["/metrics", "/livez", "/readyz", "/startupz", "/healthz"];

/** An instrumented service. */
export interface Signals<M extends Metrics = Metrics> {
  /** The metrics of the definition, by name. */
  readonly metrics: MetricHandles<M>;
  /**
   * Middleware for Express 5; use it first, once. Each request is counted when its response closes, in seconds, under the full
   * template of its route, at most 500 label sets. A client that left is `error_type="client_disconnect"` with the status sent, or none.
   */
  express(): ExpressMiddleware;
  /** Wraps a handler of `node:http`; counts as {@link Signals.express} does, under the route that the options tell. */
  node(handler: NodeHandler, options?: NodeOptions): NodeHandler;
  /**
   * Serves the application, and on a port of its own `/metrics`, `/livez`, `/readyz` and `/startupz`. On SIGTERM or SIGINT the
   * service drains: not ready, `Connection: close`, a delay, the requests in flight, and the metrics last; then the process ends.
   * @throws {Error} that names the port and the option when a port cannot be bound.
   */
  serve(options: ServeOptions): Promise<Served>;
  /** The text of a scrape, format 0.0.4. */
  exposition(): Promise<string>;
  /** Says whether the service takes requests; `/readyz` answers 503 while it does not. It does from the start. */
  ready(isReady: boolean): void;
}

/**
 * Instruments a service: storage for everything that its definition exposes, at zero from the start. Holds no global state.
 * @throws {Error} when the definition's HTTP family is not `otel()`, which is the one that is emitted.
 */
export function instrument<M extends Metrics>(service: Service<M>, options: InstrumentOptions = {}): Signals<M> {
  if (service.http.preset !== "otel") throw foreignFamilyError(service);
  const clock = options.clock ?? monotonicSeconds;
  const exposed = exposedMetrics(service);
  const report = new SelfReport(exposed, options.log ?? logToStandardError, clock);
  const counts = new IndicatorCounts(service, exposed);
  const http = new HttpRequests(service.http, exposed, counts, report);
  const routes = new ExpressRoutes(http, clock);
  const indicatorRoutes = new IndicatorRoutes(counts, routes, report);
  const { handles, tables } = serviceMetrics(service.metrics, exposed, report);
  const special = {
    internalRoutes: new Set(options.internalRoutes ?? defaultInternalRoutes),
    streamRoutes: new Set(options.streamRoutes),
    syntheticHeader: options.syntheticHeader?.toLowerCase(),
  };
  const observer = new RequestObserver(http, counts, special, report, clock);
  const added = new AddedRegistries(options.registries ?? [], report, options.registryDeadlineSeconds ?? 1);
  const exposition = new Exposition(
    [
      http.durations,
      http.active,
      counts.tables?.events,
      counts.tables?.bad,
      counts.tables?.unmatched,
      report.overflowed,
      report.internalErrors,
      ...tables,
    ],
    added,
  );
  const readiness = new Readiness();
  const text = (): Promise<string> => {
    indicatorRoutes.resolve();
    return exposition.text();
  };
  return {
    metrics: handles,
    express: () => expressMiddleware(observer, routes),
    node: (handler, nodeOptions = {}) => {
      if (nodeOptions.route === undefined) indicatorRoutes.resolveUntold();
      return observedHandler(handler, nodeOptions, observer, http);
    },
    serve: (serveOptions) => {
      routes.add(serveOptions.app);
      const listening = (): void => indicatorRoutes.resolve();
      return serve(serveOptions, { exposition: text, readiness, log: (message) => report.message(message), listening });
    },
    exposition: text,
    ready: (isReady) => readiness.ready(isReady),
  };
}

function monotonicSeconds(): number {
  return performance.now() / 1000;
}

function logToStandardError(message: string): void {
  process.stderr.write(`signalbox: ${message}\n`);
}

function foreignFamilyError(service: Service): Error {
  return new Error(
    `instrument(${JSON.stringify(service.name)}): its definition says http: ${service.http.preset}(), the metrics of a service that is ` +
      "instrumented by other means. This exporter emits otel(): leave http out of the definition, or do not instrument the service.",
  );
}
