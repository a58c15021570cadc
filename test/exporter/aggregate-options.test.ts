import { instrument } from "@signalbox/exporter";
import { describe, expect, it } from "vitest";
import { shop } from "./aggregated-shop.ts";
import { host } from "./served-shop.ts";

const log = (): void => undefined;

describe("a service that is told to report", () => {
  it("must be a worker of a cluster, or a thread, where it says so", () => {
    expect(() => instrument(shop, { log, reportsTo: "cluster" })).toThrow(
      'reportsTo: "cluster" needs a worker of node:cluster, and this process is none',
    );
    expect(() => instrument(shop, { log, reportsTo: "threads" })).toThrow(
      'reportsTo: "threads" needs a worker thread, and this is the main thread',
    );
  });
});

describe("a service that collects", () => {
  it("does so once", () => {
    const signals = instrument(shop, { log });
    const fleet = signals.aggregate();
    expect(() => signals.aggregate()).toThrow('the members of the service "shop" are collected already');
    fleet.close();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a deadline of %d seconds", (deadlineSeconds) => {
    expect(() => instrument(shop, { log }).aggregate({ deadlineSeconds })).toThrow(
      `deadlineSeconds: it is a number of seconds above 0, at most 86400 (options/value)\n    received  ${deadlineSeconds}`,
    );
  });

  it("shows itself while it has no members", async () => {
    const signals = instrument(shop, { log });
    const fleet = signals.aggregate();
    signals.metrics.shop_orders_total.inc({ category: "toys" }, 6);
    expect(await fleet.exposition()).toContain('shop_orders_total{category="toys"} 6\n');
    fleet.close();
  });
});

describe("a service that does neither", () => {
  it("needs a port for its metrics", async () => {
    const signals = instrument(shop, { log });
    const app = signals.node((_request, response) => response.end("ok"));
    await expect(signals.serve({ app, port: 0, host })).rejects.toThrow("metricsPort is missing");
  });
});
