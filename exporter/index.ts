export type { AddedRegistry } from "./exposition/added-registries.ts";
export type { ExpressMiddleware } from "./express/express-middleware.ts";
export type { ExpressRequest } from "./express/express-routes.ts";
export type { NodeHandler, NodeOptions } from "./http/node-handler.ts";
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
export type { Served, ServeOptions } from "./server/serve.ts";
