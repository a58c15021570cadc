import { counter, defineService, gauge, histogram, open } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { describe, expect, it } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: {
    shop_orders_total: counter("Orders.", { category: ["books", "toys"], channel: ["web", "app"] }),
    shop_visits_total: counter("Visits.", { campaign: open({ max: 3 }) }),
    shop_refunds_total: counter("Refunds."),
    shop_open_carts: gauge("Open carts."),
    shop_charge_seconds: histogram("Time to charge.", {
      unit: "seconds",
      bounds: [0.1, 0.5, 2],
      labels: { card: ["visa", "amex"] },
    }),
  },
});

function quietShop(): { signals: ReturnType<typeof instrument<(typeof shop)["metrics"]>>; messages: string[] } {
  const messages: string[] = [];
  return { signals: instrument(shop, { log: (message) => messages.push(message) }), messages };
}

describe("the metrics of a definition", () => {
  it("are all at zero from the start, histograms too", async () => {
    const families = parsedExposition(await quietShop().signals.exposition());
    const shown = families
      .filter(({ name }) => name.startsWith("shop_"))
      .map(({ name, samples }) => [name, samples.length, samples.every(({ value }) => value === 0)]);
    expect(shown).toEqual([
      ["shop_orders_total", 4, true],
      ["shop_visits_total", 0, true],
      ["shop_refunds_total", 1, true],
      ["shop_open_carts", 1, true],
      ["shop_charge_seconds", 12, true],
    ]);
  });

  it("count exactly what they are told, by labels and through held series", async () => {
    const { signals } = quietShop();
    signals.metrics.shop_orders_total.inc({ category: "toys", channel: "web" }, 3);
    const held = signals.metrics.shop_orders_total.with({ category: "books", channel: "app" });
    held.inc();
    held.inc(4);
    signals.metrics.shop_refunds_total.inc();
    signals.metrics.shop_refunds_total.inc(6);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_orders_total", { category: "toys", channel: "web" })).toBe(3);
    expect(sampleValue(text, "shop_orders_total", { category: "books", channel: "app" })).toBe(5);
    expect(sampleValue(text, "shop_orders_total", { category: "books", channel: "web" })).toBe(0);
    expect(sampleValue(text, "shop_refunds_total")).toBe(7);
  });

  it("find a listed value of the greatest length that a definition may list", async () => {
    const longest = "é".repeat(64);
    const metrics = { shop_visits_total: counter("Visits.", { campaign: [longest, "spring"] }) };
    const definition = { name: "shop", team: "storefront", description: "Sells products.", metrics };
    const signals = instrument(defineService(definition));
    signals.metrics.shop_visits_total.inc({ campaign: longest }, 3);
    expect(sampleValue(await signals.exposition(), "shop_visits_total", { campaign: longest })).toBe(3);
  });

  it("let a gauge go up and down", async () => {
    const { signals } = quietShop();
    signals.metrics.shop_open_carts.set(9);
    signals.metrics.shop_open_carts.dec(4);
    signals.metrics.shop_open_carts.with({}).inc(0.5);
    expect(sampleValue(await signals.exposition(), "shop_open_carts")).toBe(5.5);
  });

  it("put an observed value that equals a bound into that bound's bucket", async () => {
    const { signals } = quietShop();
    for (const seconds of [0.05, 0.1, 0.4, 7]) signals.metrics.shop_charge_seconds.observe({ card: "visa" }, seconds);
    const samples = parsedExposition(await signals.exposition()).flatMap((family) => family.samples);
    const shown = samples
      .filter(({ name, labels }) => name.startsWith("shop_charge") && labels["card"] === "visa")
      .map(({ labels, value }) => [labels["le"], value]);
    expect(shown).toEqual([
      ["0.1", 2],
      ["0.5", 3],
      ["2.0", 3],
      ["+Inf", 4],
      [undefined, 7.55],
      [undefined, 4],
    ]);
  });

  it("survive the growth of their storage", async () => {
    const many = defineService({
      name: "many",
      team: "storefront",
      description: "Has many series.",
      metrics: { many_things_total: counter("Things.", { thing: open({ max: 500 }) }) },
    });
    const signals = instrument(many);
    const first = signals.metrics.many_things_total.with({ thing: "0" });
    for (let thing = 0; thing < 500; thing++) signals.metrics.many_things_total.inc({ thing: String(thing) }, thing);
    first.inc(0.25);
    const text = await signals.exposition();
    expect(sampleValue(text, "many_things_total", { thing: "0" })).toBe(0.25);
    expect(sampleValue(text, "many_things_total", { thing: "3" })).toBe(3);
    expect(sampleValue(text, "many_things_total", { thing: "499" })).toBe(499);
  });
});

describe("what a metric cannot keep", () => {
  it("goes to the overflow series beyond the maximum of an open label, and is counted", async () => {
    const { signals, messages } = quietShop();
    for (const campaign of ["a", "b", "c", "d", "e", "a"]) signals.metrics.shop_visits_total.inc({ campaign });
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_visits_total", { campaign: "a" })).toBe(2);
    expect(sampleValue(text, "shop_visits_total", { campaign: "__overflow__" })).toBe(2);
    expect(sampleValue(text, "signalbox_overflowed_updates_total", { metric: "shop_visits_total" })).toBe(2);
    expect(messages).toEqual([
      "shop_visits_total: an update went to the overflow series, because the label campaign has had 3 values, as many as it may, " +
        'and "d" is one more; further ones are only counted',
    ]);
  });

  it("goes to the overflow series when it calls itself by its name", async () => {
    const { signals } = quietShop();
    for (const campaign of ["a", "b", "__overflow__", "c", "d"]) signals.metrics.shop_visits_total.inc({ campaign });
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_visits_total", { campaign: "__overflow__" })).toBe(2);
  });

  it("is refused at a cost that does not depend on its size", () => {
    let calls = 0;
    const signals = quietShop().signals;
    const amount = { toJSON: () => ++calls } as unknown as number;
    signals.metrics.shop_visits_total.inc({ campaign: "a" }, amount);
    expect(calls).toBe(0);
  });

  it("is cut to 128 bytes of whole characters", async () => {
    const { signals } = quietShop();
    signals.metrics.shop_visits_total.inc({ campaign: "€".repeat(60) }, 4);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_visits_total", { campaign: "€".repeat(42) })).toBe(4);
  });

  it("goes to the overflow series when a listed label gets a value that is not listed", async () => {
    const { signals, messages } = quietShop();
    // @ts-expect-error fax is not a channel
    signals.metrics.shop_orders_total.inc({ category: "toys", channel: "fax" });
    // @ts-expect-error the channel is missing
    signals.metrics.shop_orders_total.inc({ category: "toys" });
    // @ts-expect-error the labels are missing
    signals.metrics.shop_orders_total.inc();
    const hostile = { category: Object.create(null), channel: Symbol("web") };
    // @ts-expect-error neither is a text
    signals.metrics.shop_orders_total.with(hostile).inc(2);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_orders_total", { category: "__overflow__", channel: "__overflow__" })).toBe(5);
    expect(sampleValue(text, "signalbox_overflowed_updates_total", { metric: "shop_orders_total" })).toBe(4);
    expect(messages.join()).toContain('because "fax" is not listed for the label channel;');
  });

  it("is ignored when it is no number that a counter can take, and counted as an internal error", async () => {
    const { signals, messages } = quietShop();
    const { shop_refunds_total: refunds, shop_charge_seconds: charge } = signals.metrics;
    for (const amount of [Number.NaN, -1, Number.POSITIVE_INFINITY]) refunds.inc(amount);
    // @ts-expect-error a text is no amount
    refunds.inc("2");
    charge.observe({ card: "amex" }, Number.NaN);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_refunds_total")).toBe(0);
    expect(sampleValue(text, "shop_charge_seconds_count", { card: "amex" })).toBe(0);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(5);
    expect(messages).toHaveLength(2);
  });

  it("is logged again after a minute, not before", () => {
    const messages: string[] = [];
    let now = 100;
    const signals = instrument(shop, { log: (message) => messages.push(message), clock: () => now });
    for (const seconds of [100, 130, 159, 161, 200]) {
      now = seconds;
      signals.metrics.shop_refunds_total.inc(-1);
    }
    expect(messages).toHaveLength(2);
  });

  it("leaves no rejection unhandled when the log is asynchronous and fails", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const signals = instrument(shop, { log: () => Promise.reject(new Error("the log is down")) });
    signals.metrics.shop_refunds_total.inc(-1);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("does not throw into the caller when the labels do", async () => {
    const { signals } = quietShop();
    const labels = {
      get campaign(): string {
        throw new Error("no campaign");
      },
    };
    signals.metrics.shop_visits_total.inc(labels);
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(1);
  });
});

describe("the types of the handles", () => {
  it("know each metric's own updates", () => {
    const { metrics } = quietShop().signals;
    // @ts-expect-error there is no such metric
    expect(metrics.shop_refund_total).toBeUndefined();
    // @ts-expect-error a counter does not go down
    expect(metrics.shop_refunds_total.dec).toBeUndefined();
    // @ts-expect-error a counter does not observe
    expect(metrics.shop_refunds_total.observe).toBeUndefined();
  });
});
