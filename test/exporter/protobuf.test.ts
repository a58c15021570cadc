import { Counter, Gauge, Histogram, Registry, Summary } from "@prometheus-io/client";
import { counter, defineService, gauge, histogram, open, otel, requests } from "@signalbox/contract";
import type { ExposedSample } from "@signalbox/engine";
import { instrument } from "@signalbox/exporter";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { readScrape, scraped } from "./read-scrape.ts";
import { servedHandler } from "./served-app.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  http: otel({ native: { growth: 1.05 } }),
  metrics: {
    shop_orders_total: counter('Orders, "quoted" \\ and\nbroken €.', { category: ["books", "toys"] }),
    shop_visits_total: counter("Visits.", { campaign: open({ max: 600 }), page: open({ max: 3 }) }),
    shop_open_carts: gauge("Open carts."),
    shop_charge_seconds: histogram("Time to charge.", { unit: "seconds", bounds: [0.25, 1], native: true }),
  },
  indicators: { availability: requests() },
});

const engineOrNone = describe.skipIf(!engineIsBuilt);

/** What does not depend on the format; native histograms only one format has. */
function told(samples: readonly ExposedSample[]): readonly string[] {
  return samples
    .filter(({ histogram: native }) => native === undefined)
    .map(({ labels, value }) => JSON.stringify([Object.entries(labels).sort(), String(value)]))
    .filter((sample) => !/"(process|nodejs)_/.test(sample))
    .sort();
}

afterEach(() => {
  vi.useRealTimers();
});

engineOrNone("the protobuf format", () => {
  const engine = withEngine();

  it("says its length before each family, so that the body is used up to the last byte", async () => {
    const { bytes, contentType } = await scraped(instrument(shop), "protobuf");
    expect(contentType).toBe(
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores",
    );
    let offset = 0;
    let families = 0;
    while (offset < bytes.length) {
      let length = 0;
      let shift = 0;
      for (let more = true; more; shift += 7) {
        const byte = bytes[offset++] ?? 0;
        length += (byte & 0x7f) << shift;
        more = byte >= 0x80;
      }
      expect(bytes[offset]).toBe(0x0a);
      offset += length;
      families++;
    }
    expect(offset).toBe(bytes.length);
    const { families: read } = await readScrape(engine(), instrument(shop), "text");
    expect(families).toBe(read.length);
  });

  it("tells name, type, help and unit", async () => {
    const signals = instrument(shop);
    signals.metrics.shop_visits_total.inc({ campaign: "spring", page: "home" });
    const { families } = await readScrape(engine(), signals, "protobuf");
    expect(families.filter(({ name }) => name.startsWith("shop_"))).toEqual([
      { name: "shop_orders_total", type: "counter", help: 'Orders, "quoted" \\ and\nbroken €.' },
      { name: "shop_visits_total", type: "counter", help: "Visits." },
      { name: "shop_open_carts", type: "gauge", help: "Open carts." },
      { name: "shop_charge_seconds", type: "histogram", help: "Time to charge.", unit: "seconds" },
    ]);
  });

  it("has the same samples as the text format, whatever the label values and amounts are", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ maxLength: 9 }),
      fc.constantFrom("\u007f", "\u0080", "\u0800"),
    );
    const amount = fc.oneof(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.constantFrom(0, 127, 128, 16_384, 2 ** 40),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text, amount), { maxLength: 90 }), async (visits) => {
        const signals = instrument(shop, { log: () => undefined });
        for (const [campaign, page, value] of visits) {
          signals.metrics.shop_visits_total.inc({ campaign, page }, value);
          signals.metrics.shop_open_carts.set(-value);
          signals.metrics.shop_charge_seconds.observe(value);
        }
        const read = await readScrape(engine(), signals, "protobuf");
        expect(read.problems).toEqual([]);
        expect(told(read.samples)).toEqual(told((await readScrape(engine(), signals, "text")).samples));
      }),
      { numRuns: 30 },
    );
  });

  it("holds families of many pages", async () => {
    const signals = instrument(shop);
    for (let index = 0; index < 1700; index++) {
      signals.metrics.shop_visits_total.inc(
        { campaign: `campaign ${index % 600}`, page: `page ${index % 3}` },
        index * 97,
      );
    }
    const read = await readScrape(engine(), signals, "protobuf");
    expect(read.problems).toEqual([]);
    expect(told(read.samples)).toEqual(told((await readScrape(engine(), signals, "text")).samples));
    expect(read.samples.filter(({ labels }) => labels["__name__"] === "shop_visits_total")).toHaveLength(600);
  });

  it.each([1, 127, 128, 2 ** 14, 2 ** 21 + 5, 2 ** 28 + 3, 2 ** 31, 2 ** 35 + 1, 2 ** 53 - 1])(
    "counts %d observations exactly",
    async (count) => {
      const registry = new Registry();
      const times = new Summary({ name: "added_times", help: "T.", percentiles: [0.5], registers: [registry] });
      times.observe(1);
      const metrics = [{ ...(await times.get()) }];
      for (const one of metrics[0]?.values ?? []) if (one.metricName === "added_times_count") one.value = count;
      const json = { contentType: registry.contentType, metrics: () => "", getMetricsAsJSON: async () => metrics };
      const { samples } = await readScrape(engine(), instrument(shop, { registries: [json] }), "protobuf");
      expect(samples.find(({ labels }) => labels["__name__"] === "added_times_count")?.value).toBe(count);
    },
  );

  it("holds an added family of any length", async () => {
    const registry = new Registry();
    const level = new Gauge({ name: "added_level", help: "Level.", labelNames: ["place"], registers: [registry] });
    for (let place = 0; place < 1900; place++)
      level.set({ place: `${"a place that is far away ".repeat(3)}${place}` }, place);
    const signals = instrument(shop, { registries: [registry] });
    const read = await readScrape(engine(), signals, "protobuf");
    expect(read.problems.filter(({ kind }) => kind !== "lint")).toEqual([]);
    const levels = read.samples.filter(({ labels }) => labels["__name__"] === "added_level");
    expect(levels.map(({ value }) => value)).toEqual(Array.from({ length: 1900 }, (_, place) => place));
  });

  it("tells when each series began", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_250 });
    const signals = instrument(shop);
    vi.setSystemTime(1_700_000_060_001);
    signals.metrics.shop_visits_total.inc({ campaign: "spring", page: "home" });
    const { samples } = await readScrape(engine(), signals, "protobuf");
    const starts = new Map(samples.map(({ labels, startMillis }) => [labels["__name__"], startMillis]));
    expect(starts.get("shop_orders_total")).toBe(1_700_000_000_250);
    expect(starts.get("shop_visits_total")).toBe(1_700_000_060_001);
    expect(starts.get("shop_charge_seconds")).toBe(1_700_000_000_250);
    expect(starts.get("shop_open_carts")).toBeUndefined();
  });

  it("has the durations of requests in native buckets when the family asks for it", async () => {
    const signals = instrument(shop);
    const served = await servedHandler(signals.node((_request, response) => response.end("ok"), { route: () => "/" }));
    await served.send("GET", "/");
    await served.close();
    const { samples, problems } = await readScrape(engine(), signals, "protobuf");
    const durations = samples.filter(({ histogram: native }) => native !== undefined);
    expect(problems).toEqual([]);
    expect(
      durations.map(({ labels, histogram: native }) => [labels["__name__"], native?.schema, native?.count]),
    ).toEqual([
      ["http_server_request_duration_seconds", 4, 1],
      ["shop_charge_seconds", 3, 0],
    ]);
  });

  it("carries the metrics of an added registry, of every type", async () => {
    const registers = [new Registry()];
    new Counter({ name: "added_things_total", help: "Things.", labelNames: ["kind"], registers }).inc(
      { kind: 'a"b' },
      5,
    );
    new Counter({ name: "added_odd", help: "A counter without its suffix.", registers }).inc(3);
    new Gauge({ name: "added_level", help: "Level.", registers }).set(Number.NEGATIVE_INFINITY);
    const times = new Histogram({
      name: "added_seconds",
      help: "S.",
      labelNames: ["kind"],
      buckets: [0.5, 2],
      registers,
    });
    times.observe({ kind: "slow" }, 7);
    times.observe({ kind: "fast" }, 0.25);
    new Summary({ name: "added_sizes", help: "Z.", percentiles: [0.5, 1], registers }).observe(11);
    const signals = instrument(shop, { registries: registers });
    const read = await readScrape(engine(), signals, "protobuf");
    expect(read.problems.filter(({ kind }) => kind !== "lint")).toEqual([]);
    expect(told(read.samples)).toEqual(told((await readScrape(engine(), signals, "text")).samples));
    expect(read.samples.filter(({ labels }) => labels["__name__"]?.startsWith("added_"))).toHaveLength(17);
    const types = read.families.filter(({ name }) => name.startsWith("added_")).map(({ name, type }) => [name, type]);
    expect(Object.fromEntries(types)).toEqual({
      added_things_total: "counter",
      added_odd: "counter",
      added_level: "gauge",
      added_seconds: "histogram",
      added_sizes: "summary",
    });
  });
});
