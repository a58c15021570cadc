import * as prometheusIo from "@prometheus-io/client";
import { counter, defineService, gauge, histogram, open, promClient, requests } from "@signalbox/contract";
import { bindPromClient } from "@signalbox/exporter";
import * as promClient15 from "prom-client";
import { describe, expect, it } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  http: promClient(),
  metrics: {
    shop_orders_total: counter("Orders.", { category: ["books", "toys"], channel: ["web", "app"] }),
    shop_visits_total: counter("Visits.", { campaign: open({ max: 3 }), page: open({ max: 9 }) }),
    shop_refunds_total: counter("Refunds."),
    shop_open_carts: gauge("Open carts."),
    shop_stock: gauge("Stock.", { category: ["books", "toys"] }),
    shop_charge_seconds: histogram("Time to charge.", {
      unit: "seconds",
      bounds: [0.1, 0.5, 2],
      labels: { card: ["visa", "amex"] },
    }),
    shop_wait_seconds: histogram("Time to wait.", { unit: "seconds", bounds: [4] }),
  },
});

const libraries: readonly [string, typeof promClient15][] = [
  ["prom-client", promClient15],
  ["@prometheus-io/client", prometheusIo as unknown as typeof promClient15],
];

/** What a registry exposes, without the empty lines between families. */
async function textOf(registry: promClient15.Registry): Promise<string> {
  return (await registry.metrics()).replaceAll("\n\n", "\n");
}

function boundShop(client: typeof promClient15) {
  const registry = new client.Registry();
  const messages: string[] = [];
  const metrics = bindPromClient(shop, registry, client, { log: (message) => messages.push(message), clock: () => 0 });
  return { registry, metrics, messages };
}

it("takes both libraries as they are imported, and their registries", () => {
  const charging = defineService({
    name: "charging",
    team: "storefront",
    description: "Charges cards.",
    http: promClient(),
    metrics: { charges_total: counter("Charges.", { card: ["visa", "amex"] }) },
  });
  const io = new prometheusIo.Registry();
  bindPromClient(charging, io, prometheusIo).charges_total.inc({ card: "visa" });
  const prom = new promClient15.Registry();
  bindPromClient(charging, prom, promClient15).charges_total.inc({ card: "amex" });
  expect([io, prom].map((registry) => registry.getMetricsAsArray().length)).toEqual([1, 1]);
});

describe.each(libraries)("the metrics of a definition on a registry of %s", (_name, client) => {
  it("have its names, types, help and bounds, and listed label sets at zero", async () => {
    const { registry } = boundShop(client);
    const shown = parsedExposition(await textOf(registry)).map(({ name, type, help, samples }) => [
      name,
      type,
      help,
      samples.length,
      samples.every(({ value }) => value === 0),
    ]);
    expect(shown).toEqual([
      ["shop_orders_total", "counter", "Orders.", 4, true],
      ["shop_visits_total", "counter", "Visits.", 0, true],
      ["shop_refunds_total", "counter", "Refunds.", 1, true],
      ["shop_open_carts", "gauge", "Open carts.", 1, true],
      ["shop_stock", "gauge", "Stock.", 2, true],
      ["shop_charge_seconds", "histogram", "Time to charge.", 12, true],
      ["shop_wait_seconds", "histogram", "Time to wait.", 4, true],
    ]);
  });

  it("count what they are told, by labels and through held series", async () => {
    const { registry, metrics } = boundShop(client);
    metrics.shop_orders_total.inc({ channel: "web", category: "toys" }, 3);
    metrics.shop_orders_total.with({ category: "books", channel: "app" }).inc();
    metrics.shop_refunds_total.inc();
    metrics.shop_refunds_total.inc(6);
    metrics.shop_open_carts.set(9);
    metrics.shop_open_carts.dec(4);
    metrics.shop_open_carts.with({}).inc(0.5);
    metrics.shop_stock.with({ category: "toys" }).set(20);
    metrics.shop_stock.with({ category: "toys" }).dec();
    metrics.shop_stock.inc({ category: "books" });
    for (const seconds of [0.1, 0.4]) metrics.shop_charge_seconds.observe({ card: "visa" }, seconds);
    metrics.shop_charge_seconds.with({ card: "amex" }).observe(7);
    metrics.shop_wait_seconds.observe(3);
    const text = await textOf(registry);
    expect(sampleValue(text, "shop_orders_total", { category: "toys", channel: "web" })).toBe(3);
    expect(sampleValue(text, "shop_orders_total", { category: "books", channel: "app" })).toBe(1);
    expect(sampleValue(text, "shop_refunds_total")).toBe(7);
    expect(sampleValue(text, "shop_open_carts")).toBe(5.5);
    expect(sampleValue(text, "shop_stock", { category: "toys" })).toBe(19);
    expect(sampleValue(text, "shop_stock", { category: "books" })).toBe(1);
    expect(sampleValue(text, "shop_charge_seconds_bucket", { card: "visa", le: "0.1" })).toBe(1);
    expect(sampleValue(text, "shop_charge_seconds_sum", { card: "amex" })).toBe(7);
    expect(sampleValue(text, "shop_wait_seconds_count")).toBe(1);
  });

  it("put what exceeds an open label or is not listed into the overflow series, with one line in the log", async () => {
    const { registry, metrics, messages } = boundShop(client);
    for (const campaign of ["a", "b", "c", "d", "e", "a"]) metrics.shop_visits_total.inc({ campaign, page: "home" });
    // @ts-expect-error fax is not a channel
    metrics.shop_orders_total.inc({ category: "toys", channel: "fax" }, 5);
    const text = await textOf(registry);
    expect(sampleValue(text, "shop_visits_total", { campaign: "a" })).toBe(2);
    expect(sampleValue(text, "shop_visits_total", { campaign: "__overflow__", page: "__overflow__" })).toBe(2);
    expect(sampleValue(text, "shop_orders_total", { channel: "__overflow__" })).toBe(5);
    expect(messages).toHaveLength(2);
  });

  it.each([
    [
      ["1,page:2", "3"],
      ["1", "2,page:3"],
    ],
    [
      ["x|y", "z"],
      ["x", "y|z"],
    ],
  ] as const)("keep label sets apart that a library takes for one: %j and %j", async (first, second) => {
    const { registry, metrics } = boundShop(client);
    metrics.shop_visits_total.inc({ campaign: first[0], page: first[1] }, 2);
    metrics.shop_visits_total.inc({ campaign: second[0], page: second[1] }, 3);
    const text = await textOf(registry);
    expect(sampleValue(text, "shop_visits_total", { campaign: first[0], page: first[1] })).toBe(2);
    expect(sampleValue(text, "shop_visits_total", { campaign: "__overflow__", page: "__overflow__" })).toBe(3);
  });

  it("do not follow a label object that changes later, and take values that are no text as text", async () => {
    const { registry, metrics } = boundShop(client);
    const labels = { campaign: "spring", page: "home" };
    metrics.shop_visits_total.inc(labels);
    labels.page = "cart";
    metrics.shop_visits_total.inc(labels, 5);
    const injected = ['x"} 1\nevil 42'] as unknown as string;
    metrics.shop_visits_total.inc({ campaign: injected, page: "home" }, 7);
    const text = await textOf(registry);
    expect(sampleValue(text, "shop_visits_total", { campaign: "spring", page: "home" })).toBe(1);
    expect(sampleValue(text, "shop_visits_total", { campaign: "spring", page: "cart" })).toBe(5);
    expect(sampleValue(text, "shop_visits_total", { campaign: 'x"} 1\nevil 42' })).toBe(7);
  });

  it("never throw into the caller", async () => {
    const { registry, metrics, messages } = boundShop(client);
    for (const amount of [Number.NaN, -1, Number.POSITIVE_INFINITY, "2" as unknown as number]) {
      metrics.shop_refunds_total.inc(amount);
      metrics.shop_charge_seconds.observe({ card: "visa" }, amount === -1 ? Number.NaN : amount);
    }
    const labels = {
      page: "home",
      get campaign(): string {
        throw new Error("no campaign");
      },
    };
    metrics.shop_visits_total.inc(labels);
    const broken = registry.getSingleMetric("shop_open_carts") as unknown as { set: () => void };
    broken.set = () => {
      throw new Error("broken");
    };
    metrics.shop_open_carts.set(3);
    const text = await textOf(registry);
    expect(sampleValue(text, "shop_refunds_total")).toBe(0);
    expect(sampleValue(text, "shop_charge_seconds_count", { card: "visa" })).toBe(0);
    expect(messages).toContain("shop_open_carts: broken");
  });

  it("are refused at start when the registry has one of their names, and then none is added", () => {
    const registry = new client.Registry();
    const taken = new client.Gauge({ name: "shop_wait_seconds", help: "Mine.", registers: [registry] });
    expect(() => bindPromClient(shop, registry, client)).toThrow(/"shop".*a metric shop_wait_seconds already/);
    expect(registry.getMetricsAsArray()).toEqual([taken]);
  });

  it("come with a warning when nothing counts the indicators of the definition", () => {
    const messages: string[] = [];
    const { name, team, description } = shop;
    const judged = defineService({ name, team, description, indicators: { availability: requests() } });
    bindPromClient(judged, new client.Registry(), client, { log: (message) => messages.push(message) });
    expect(messages).toEqual([expect.stringMatching(/nothing counts its indicators availability.*promClient\(\)/)]);
  });
});
