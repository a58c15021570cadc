/**
 * The composition door of Signalbox: what a `signalbox.config.ts` is written with.
 * Services themselves are defined with `@signalbox/contract` and instrumented with `@signalbox/exporter`.
 */

export { type RouteAnswer, type RouteSurroundings, routeTo } from "./alerts/index.ts";
export * from "./config/index.ts";
