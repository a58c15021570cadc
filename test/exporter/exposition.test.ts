import { execFileSync } from "node:child_process";
import { counter, defineService, exposedMetrics, gauge, histogram, open, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { parsedExposition, sampleValue } from "./exposition-text.ts";
import { servedHandler } from "./served-app.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: {
    shop_orders_total: counter('Orders, "quoted" \\ and\nbroken.', { category: ["books", "toys"] }),
    shop_visits_total: counter("Visits.", { campaign: open({ max: 40 }), page: open({ max: 40 }) }),
    shop_open_carts: gauge("Open carts."),
    shop_charge_seconds: histogram("Time to charge.", {
      unit: "seconds",
      bounds: [0.00001, 0.25, 1, 250_000, 2_000_000],
    }),
  },
  indicators: { availability: requests(), fast: requests({ fasterThanSeconds: 0.3 }) },
});

/** Any value that a careless caller could pass, most of them texts that hurt. */
const hostileValue = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom("\ud800", "\udc00", '"', "\\", "\n", ",", "=", "}", "€", "\u0000"),
    maxLength: 300,
  }),
  fc.constantFrom("__overflow__", "__proto__", "constructor", ""),
  fc.anything(),
);

describe("the exposition", () => {
  it("has the names, types, labels and bounds that the contract promises", async () => {
    const signals = instrument(shop);
    signals.metrics.shop_visits_total.inc({ campaign: "spring", page: "home" });
    const served = await servedHandler(signals.node((_request, response) => response.end("ok")));
    await served.send("GET", "/");
    await served.close();
    const shown = parsedExposition(await signals.exposition()).map(({ name, type, help, samples }) => ({
      name,
      type,
      help,
      labels: [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].filter((label) => label !== "le"),
      bounds: [...new Set(samples.flatMap(({ labels }) => labels["le"] ?? []))].map(Number).filter(Number.isFinite),
    }));
    const promised = exposedMetrics(shop).map(({ name, type, help, labels, bounds }) => ({
      name,
      type,
      help: help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"),
      labels: Object.keys(labels),
      bounds,
    }));
    expect(shown).toEqual(promised);
  });

  it("has no series that a listed label does not allow", async () => {
    const families = parsedExposition(await instrument(shop).exposition());
    for (const promised of exposedMetrics(shop)) {
      const samples = families.find(({ name }) => name === promised.name)?.samples ?? [];
      for (const [label, allowed] of Object.entries(promised.labels)) {
        if (allowed.kind === "open") continue;
        expect([...new Set(samples.map(({ labels }) => labels[label]))]).toEqual(allowed.values);
      }
    }
  });

  it("writes bounds as Prometheus 3 stores them", async () => {
    const samples = parsedExposition(await instrument(shop).exposition()).flatMap((family) => family.samples);
    const bounds = samples
      .filter(({ name }) => name === "shop_charge_seconds_bucket")
      .map(({ labels }) => labels["le"]);
    expect(bounds).toEqual(["1e-05", "0.25", "1.0", "250000.0", "2e+06", "+Inf"]);
  });

  it("parses, and holds each series once, whatever the label values are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostileValue, hostileValue), { maxLength: 60 }), async (visits) => {
        const signals = instrument(shop, { log: () => undefined });
        for (const [campaign, page] of visits) {
          signals.metrics.shop_visits_total.inc({ campaign: campaign as string, page: page as string });
        }
        const sent = Buffer.from(await signals.exposition(), "utf8").toString("utf8");
        const family = parsedExposition(sent).find(({ name }) => name === "shop_visits_total");
        const values = family?.samples.flatMap(({ labels }) => Object.values(labels)) ?? [];
        expect(values.every((value) => Buffer.byteLength(value) <= 128)).toBe(true);
        expect(family?.samples.reduce((sum, { value }) => sum + value, 0)).toBe(visits.length);
        expect(sampleValue(sent, "signalbox_internal_errors_total")).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps label values apart that a joined key would confuse", async () => {
    const signals = instrument(shop);
    signals.metrics.shop_visits_total.inc({ campaign: "a,b", page: "c" }, 2);
    signals.metrics.shop_visits_total.inc({ campaign: "a", page: "b,c" }, 3);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_visits_total", { campaign: "a,b", page: "c" })).toBe(2);
    expect(sampleValue(text, "shop_visits_total", { campaign: "a", page: "b,c" })).toBe(3);
  });

  it("does not follow a label object that changes later", async () => {
    const signals = instrument(shop);
    const labels = { campaign: "spring", page: "home" };
    signals.metrics.shop_visits_total.inc(labels);
    labels.page = "cart";
    signals.metrics.shop_visits_total.inc(labels, 5);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_visits_total", { page: "home" })).toBe(1);
    expect(sampleValue(text, "shop_visits_total", { page: "cart" })).toBe(5);
  });

  it("is of one service only", async () => {
    const one = instrument(shop);
    const other = instrument(shop);
    one.metrics.shop_open_carts.set(4);
    expect(sampleValue(await other.exposition(), "shop_open_carts")).toBe(0);
  });
});

describe.skipIf(!engineIsBuilt)("Prometheus's own parser", () => {
  const engine = withEngine();

  it("has nothing to say about our metrics, whatever the label values are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostileValue, hostileValue), { maxLength: 60 }), async (visits) => {
        const signals = instrument(shop, { log: () => undefined });
        for (const [campaign, page] of visits) {
          signals.metrics.shop_visits_total.inc({ campaign: campaign as string, page: page as string });
        }
        const contentType = "text/plain; version=0.0.4; charset=utf-8";
        expect(await engine().checkExposition(await signals.exposition(), contentType)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const promtool = realTool("promtool");

describe.skipIf(promtool === undefined)("promtool", () => {
  it("has nothing to say about our metrics", async () => {
    const signals = instrument(shop);
    signals.metrics.shop_visits_total.inc({ campaign: 'a"\\\n€', page: "home" });
    const input = await signals.exposition();
    expect(execFileSync(promtool ?? "", ["check", "metrics"], { input, encoding: "utf8" })).toBe("");
  });
});
