import { createServer } from "node:http";
import { counter, DefinitionError, defineService, gauge } from "@signalbox/contract";
import {
  type InstrumentOptions,
  instrument,
  type LifecycleOptions,
  type ServeOptions,
  type Signals,
} from "@signalbox/exporter";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { host } from "./served-shop.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products.", process: "none" });
const app = (): undefined => undefined;
const usual = { app, port: 0, metricsPort: 0, host };

/** Where the problems are that a call is refused for. */
async function refusedPlaces(call: () => unknown): Promise<readonly string[]> {
  const error = await Promise.resolve()
    .then(call)
    .catch((cause: unknown) => cause);
  return error instanceof DefinitionError ? error.problems.map(({ path }) => path) : [String(error)];
}

describe("the options of instrument", () => {
  it("are refused all at once, each with its place", async () => {
    const options = {
      registries: { metrics: () => "" },
      registryDeadlineSeconds: Number.NaN,
      renderingBudgetBytes: -1,
      log: "info",
      internalRoutes: "/healthz",
      streamRoutes: [/events/],
      reportsTo: "primary",
      exemplarsOf: () => undefined,
    } as unknown as InstrumentOptions;
    expect(await refusedPlaces(() => instrument(shop, options))).toEqual([
      "exemplarsOf",
      "registries",
      "registryDeadlineSeconds",
      "renderingBudgetBytes",
      "log",
      "internalRoutes",
      "streamRoutes",
      "reportsTo",
    ]);
  });

  it("may hold what others need, and what is undefined", () => {
    const options = { retries: 3, log: undefined, reportsTo: undefined } as unknown as InstrumentOptions;
    expect(() => instrument(shop, options).close()).not.toThrow();
  });

  it.each([undefined, {}, { service: shop }, "shop"])("do without a service that is not defined: %j", (service) => {
    expect(() => instrument(service as unknown as typeof shop)).toThrow("is not what defineService returns");
  });
});

describe("the options of serve", () => {
  it.each([
    [fastify(), "fastify.routing"],
    [new Hono(), "getRequestListener(hono.fetch)"],
    [createServer(), "signals.lifecycle({ server"],
    [undefined, "app: express()"],
  ])("name a function for the application, and tell how to come by it: %#", async (wrong, hint) => {
    const options = { ...usual, app: wrong } as unknown as ServeOptions;
    await expect(instrument(shop).serve(options)).rejects.toThrow(hint);
  });

  it("are refused all at once, those of the metrics port too", async () => {
    const options = {
      ...usual,
      port: 65_536,
      metricsPort: "9464",
      drainDelaySeconds: -1,
      deadlineSeconds: Number.POSITIVE_INFINITY,
      readinessDeadlineSeconds: 0,
      keepAliveTimeoutSeconds: 2 ** 31,
      metricsAuth: {},
      metricsTls: { certFile: "tls.crt" },
      metricsLimits: { maximumScrapes: 0.5, maximumConnection: 5 },
      onMetricsPortBusy: "retry",
      finalScrapeSecond: 5,
    } as unknown as ServeOptions;
    const places = await refusedPlaces(() => instrument(shop).serve(options));
    expect(places.toSorted()).toEqual([
      "deadlineSeconds",
      "drainDelaySeconds",
      "finalScrapeSecond",
      "keepAliveTimeoutSeconds",
      "metricsAuth.bearerTokenFile",
      "metricsLimits.maximumConnection",
      "metricsLimits.maximumScrapes",
      "metricsPort",
      "metricsTls.keyFile",
      "onMetricsPortBusy",
      "port",
      "readinessDeadlineSeconds",
    ]);
  });

  it("may be seconds that are no whole milliseconds", async () => {
    const metricsLimits = { requestDeadlineSeconds: 16.1, headersDeadlineSeconds: 0.0007 };
    const served = await instrument(shop).serve({ ...usual, keepAliveTimeoutSeconds: 16.1, metricsLimits });
    expect(served.server.keepAliveTimeout).toBe(16_100);
    await served.close();
  });

  it("have functions for checks of readiness", async () => {
    const readiness = { database: 5 } as unknown as ServeOptions["readiness"] & object;
    expect(await refusedPlaces(() => instrument(shop).serve({ ...usual, metricsPort: 0, readiness }))).toEqual([
      "readiness",
    ]);
  });

  it("are needed", async () => {
    expect(await refusedPlaces(() => instrument(shop).serve(undefined as unknown as ServeOptions))).toEqual([
      "options",
    ]);
  });
});

describe("the options of lifecycle", () => {
  it("name a server, not an application", async () => {
    const options = { server: fastify(), metricsPort: 0, host } as unknown as LifecycleOptions;
    await expect(instrument(shop).lifecycle(options)).rejects.toThrow("server: fastify.server");
  });
});

describe("the options of aggregate", () => {
  it("name gauges of the definition, and how they become one", async () => {
    const service = defineService({
      name: "shop",
      team: "storefront",
      description: "Sells products.",
      metrics: { shop_open_carts: gauge("Open carts."), shop_orders_total: counter("Orders.") },
    });
    const aggregated = (gauges: object): unknown => instrument(service).aggregate({ gauges });
    expect(await refusedPlaces(() => aggregated({ shop_open_carts: "avg" }))).toEqual(["gauges.shop_open_carts"]);
    expect(await refusedPlaces(() => aggregated({ shop_orders_total: "max" }))).toEqual(["gauges"]);
  });
});

describe("the options of a scrape", () => {
  it("may be undefined, each as if it were left out", async () => {
    const wish = { names: undefined, deadlineSeconds: undefined } as unknown as Parameters<Signals["scrape"]>[0];
    const signals = instrument(shop);
    expect((await signals.scrape(wish)).byteLength).toBe(Buffer.byteLength(await signals.exposition()));
    const fleet = signals.aggregate();
    expect((await fleet.scrape(wish)).byteLength).toBeGreaterThan(1000);
    fleet.close();
  });
});

describe("the options of a fleet's ports", () => {
  it("are held against the same rules", async () => {
    const fleet = instrument(shop).aggregate();
    expect(await refusedPlaces(() => fleet.serve({ metricsPort: -1, host }))).toEqual(["metricsPort"]);
    fleet.close();
  });
});
