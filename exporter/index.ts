export type { AggregateOptions, Fleet, FleetServed, GaugeName } from "./aggregate/fleet.ts";
export type { ReportsTo } from "./aggregate/member-link.ts";
export { type BindOptions, bindPromClient } from "./bind/bind-prom-client.ts";
export type { ClientLibrary, ClientRegistry } from "./bind/client-library.ts";
export { type ScrapeBody, ScrapeLateError, type ScrapeWish } from "./exposition/scrape-body.ts";
export type { ExpressMiddleware } from "./express/express-middleware.ts";
export type { ExpressRequest } from "./express/express-routes.ts";
export type { FastifyHook, FastifyInstance, FastifyPlugin, FastifyRequest } from "./fastify/fastify-plugin.ts";
export type { FastifyRouteTable } from "./fastify/fastify-routes.ts";
export type { HonoContext, HonoMiddleware } from "./hono/hono-middleware.ts";
export type { HonoApp, HonoRoute, MatchedRequest } from "./hono/hono-routes.ts";
export type { NodeHandler, NodeOptions } from "./http/node-handler.ts";
export type { RequestOutcome } from "./http/request-labels.ts";
export type { RequestExchange, RequestResult, RequestSignals, RequestStart } from "./http/request-signals.ts";
export type { HttpSignals } from "./http-signals.ts";
export { defaultInternalRoutes, type InstrumentOptions, instrument, type Signals } from "./instrument.ts";
export type {
  Counter,
  Gauge,
  HeldCounter,
  HeldGauge,
  HeldHistogram,
  Histogram,
  MetricHandles,
} from "./metrics/metric-handles.ts";
export type { ExemplarLabels, ExemplarOf, UpdateOptions } from "./metrics/update-exemplar.ts";
export type { GroupingKey } from "./push/push-address.ts";
export type { PushOptions, PushTarget } from "./push/push-options.ts";
export type { AddedRegistry } from "./registries/added-registry.ts";
export type { MetricsAuth } from "./server/bearer-tokens.ts";
export type { HttpServer } from "./server/drain.ts";
export type { Lifecycle, LifecycleOptions, LifecycleSteps } from "./server/lifecycle.ts";
export type { MetricsLimits } from "./server/metrics-limits.ts";
export type { OperationsOptions } from "./server/operations-options.ts";
export type { ReadinessCheck } from "./server/readiness-checks.ts";
export type { Served, ServeOptions } from "./server/serve.ts";
export type { MetricsTls } from "./server/server-certificates.ts";
export type { WorkFunction, WorkOptions } from "./work/measured-work.ts";
