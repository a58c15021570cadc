import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32, gunzipSync } from "node:zlib";
import { counter, defineService, gauge, histogram, open } from "@signalbox/contract";
import { instrument, ScrapeLateError, type Signals } from "@signalbox/exporter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  process: "none",
  metrics: {
    shop_orders_total: counter("Orders.", { category: ["books", "toys"] }),
    shop_open_carts: gauge("Open carts."),
    shop_visits_total: counter("Visits.", { page: open({ max: 5000 }) }, { labelSetLimit: 5000 }),
    shop_search_seconds: histogram("Time to search.", {
      unit: "seconds",
      bounds: [0.1, 0.5, 2.5],
      labels: { term: open({ max: 5000 }) },
      labelSetLimit: 5000,
    }),
  },
});

/** A service whose tables take several pages. */
function busyShop(): Signals<(typeof shop)["metrics"]> {
  const signals = instrument(shop, { log: () => undefined });
  for (let page = 0; page < 700; page++) signals.metrics.shop_visits_total.inc({ page: `p${page}` }, page + 1);
  for (let term = 0; term < 300; term++) signals.metrics.shop_search_seconds.observe({ term: `t${term}` }, term / 100);
  return signals;
}

async function textOf(signals: Signals, acceptEncoding?: string): Promise<string> {
  const { chunks, contentEncoding } = await signals.scrape({ acceptEncoding });
  const bytes = Buffer.concat(chunks);
  return (contentEncoding === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
}

describe("a scrape", () => {
  it("shows what changed since the last one, and nothing else differs", async () => {
    const signals = busyShop();
    const before = (await textOf(signals)).split("\n");
    signals.metrics.shop_search_seconds.observe({ term: "t222" }, 0.3);
    const after = (await textOf(signals)).split("\n");
    const changed = after.filter((line, index) => line !== before[index]);
    expect(changed.map((line) => line.replace(/\{.*le=/, "{le="))).toEqual([
      'shop_search_seconds_bucket{le="0.5"} 1',
      'shop_search_seconds_bucket{le="2.5"} 2',
      'shop_search_seconds_bucket{le="+Inf"} 2',
      'shop_search_seconds_sum{term="t222"} 2.52',
      'shop_search_seconds_count{term="t222"} 2',
    ]);
  });

  it("shows the same with nothing kept, with everything kept, and compressed", async () => {
    const kept = busyShop();
    const signals = instrument(shop, { renderingBudgetBytes: 0, log: () => undefined });
    for (let page = 0; page < 700; page++) signals.metrics.shop_visits_total.inc({ page: `p${page}` }, page + 1);
    for (let term = 0; term < 300; term++)
      signals.metrics.shop_search_seconds.observe({ term: `t${term}` }, term / 100);
    const expected = await textOf(signals);
    expect(await textOf(kept)).toBe(expected);
    expect(await textOf(kept)).toBe(expected);
    expect(await textOf(kept, "gzip")).toBe(expected);
    expect(await textOf(kept, "gzip")).toBe(expected);
  });

  it("is exact and without doubles after any updates between any scrapes", async () => {
    const update = fc.record({
      page: fc.integer({ min: 0, max: 1200 }),
      amount: fc.integer({ min: 1, max: 2 ** 40 }),
      scrape: fc.constantFrom(undefined, undefined, "identity", "gzip"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(update, { maxLength: 120 }), async (updates) => {
        const signals = instrument(shop, { log: () => undefined, renderingBudgetBytes: 20_000 });
        const sums = new Map<string, number>();
        for (const { page, amount, scrape } of updates) {
          signals.metrics.shop_visits_total.inc({ page: `p${page}` }, amount);
          sums.set(`p${page}`, (sums.get(`p${page}`) ?? 0) + amount);
          if (scrape !== undefined) await signals.scrape({ acceptEncoding: scrape });
        }
        const families = parsedExposition(await textOf(signals, "gzip"));
        const visits = families.find(({ name }) => name === "shop_visits_total")?.samples ?? [];
        expect(new Map(visits.map(({ labels, value }) => [labels["page"], value]))).toEqual(sums);
      }),
      { numRuns: 40 },
    );
  });

  it("gives the requests their turn while it renders", async () => {
    const signals = instrument(shop, { log: () => undefined, renderingBudgetBytes: 0 });
    for (let term = 0; term < 5000; term++) signals.metrics.shop_search_seconds.observe({ term: `t${term}` }, term);
    let turns = 0;
    let isDone = false;
    const scrape = signals.scrape().finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await nextTurn();
      turns += 1;
    }
    await scrape;
    expect(turns).toBeGreaterThan(3);
  });

  it("keeps its bytes until it is released, whatever is rendered meanwhile", async () => {
    const signals = busyShop();
    const observeAll = (value: number): void => {
      for (let term = 0; term < 300; term++) signals.metrics.shop_search_seconds.observe({ term: `t${term}` }, value);
    };
    const first = await signals.scrape();
    observeAll(0.7);
    const shared = await Promise.all([signals.scrape(), signals.scrape()]);
    const before = [first, ...shared].map(({ chunks }) => Buffer.concat(chunks).toString("utf8"));
    shared[0]?.release();
    shared[0]?.release();
    for (let round = 0; round < 4; round++) {
      observeAll(round);
      (await signals.scrape()).release();
    }
    const after = [first, shared[1]].map((body) => Buffer.concat(body?.chunks ?? []).toString("utf8"));
    expect(after).toEqual([before[0], before[2]]);
  });

  it("is shared by those who ask for the same at the same time", async () => {
    const signals = busyShop();
    const [first, second, compressed] = await Promise.all([
      signals.scrape(),
      signals.scrape(),
      signals.scrape({ acceptEncoding: "gzip" }),
    ]);
    expect(second?.chunks).toBe(first?.chunks);
    expect(compressed?.chunks).not.toBe(first?.chunks);
    expect((await signals.scrape()).chunks).not.toBe(first?.chunks);
  });

  it("is shared by scrapers that wait about as long", async () => {
    const signals = busyShop();
    const [first, second, patient] = await Promise.all(
      [9.5, 10, 30].map((deadlineSeconds) => signals.scrape({ deadlineSeconds })),
    );
    expect(second?.chunks).toBe(first?.chunks);
    expect(patient?.chunks).not.toBe(first?.chunks);
  });

  it("asks an added registry once for those who wait together", async () => {
    let calls = 0;
    const registry = {
      contentType: "text/plain; version=0.0.4",
      metrics: async () => {
        calls += 1;
        await nextTurn();
        return "# TYPE other gauge\nother 7\n";
      },
    };
    const signals = instrument(shop, { registries: [registry], log: () => undefined });
    await Promise.all([signals.scrape(), signals.scrape(), signals.scrape()]);
    expect(calls).toBe(1);
  });

  it("has what an added registry tells though another scrape could not wait for it", async () => {
    let release = (): void => undefined;
    const told = new Promise<string>((resolve) => {
      release = () => resolve("# TYPE shop_boxes gauge\nshop_boxes 7\n");
    });
    const registry = { contentType: "text/plain", metrics: () => told };
    const signals = instrument(shop, { registries: [registry], registryDeadlineSeconds: 20, log: () => undefined });
    const hurried = signals.scrape({ deadlineSeconds: 0.05 }).catch((error: unknown) => error);
    const patient = signals.scrape({ deadlineSeconds: 40 });
    await hurried;
    await new Promise((resolve) => setTimeout(resolve, 60));
    release();
    const { chunks } = await patient;
    expect(sampleValue(Buffer.concat(chunks).toString(), "shop_boxes")).toBe(7);
  });

  it.each([Number.POSITIVE_INFINITY, 1e9])("may be waited for as long as %d seconds", async (deadlineSeconds) => {
    expect((await busyShop().scrape({ deadlineSeconds })).byteLength).toBeGreaterThan(1000);
  });

  it("has each number whole, also the longest ones where a buffer ends", async () => {
    const longest = -0.0000012345678901234567;
    for (let length = 0; length < 60; length += 3) {
      const signals = instrument(
        defineService({
          name: "shop",
          team: "storefront",
          description: "Sells products.",
          process: "none",
          metrics: { shop_clock_offset_seconds: gauge("Offset.", { host: open({ max: 250 }) }) },
        }),
      );
      for (let row = 0; row < 250; row++) {
        const name = `${100 + row}${"x".repeat(length)}`;
        signals.metrics.shop_clock_offset_seconds.set({ host: name }, longest);
      }
      const values = (await textOf(signals))
        .split("\n")
        .filter((line) => line.startsWith("shop_clock_offset_seconds{"));
      expect(new Set(values.map((line) => line.split(" ")[1]))).toEqual(new Set([String(longest)]));
      expect(values).toHaveLength(250);
    }
  });

  it("fails when it is not ready at its deadline, and leaves the next one alone", async () => {
    const signals = busyShop();
    await expect(signals.scrape({ deadlineSeconds: 0 })).rejects.toBeInstanceOf(ScrapeLateError);
    expect(sampleValue(await textOf(signals), "shop_visits_total", { page: "p9" })).toBe(10);
  });

  it("returns the families that were named, in any encoding", async () => {
    const signals = busyShop();
    const names = ["shop_open_carts", "shop_orders_total", "no_such_metric"];
    const { chunks } = await signals.scrape({ names });
    const text = Buffer.concat(chunks).toString("utf8");
    expect(parsedExposition(text).map(({ name }) => name)).toEqual(["shop_orders_total", "shop_open_carts"]);
    const compressed = await signals.scrape({ names, acceptEncoding: "gzip" });
    expect(gunzipSync(Buffer.concat(compressed.chunks)).toString("utf8")).toBe(text);
  });

  it("is one gzip member with a right checksum and length", async () => {
    const signals = busyShop();
    const text = await textOf(signals);
    const { chunks, byteLength } = await signals.scrape({ acceptEncoding: "br, gzip;q=0.5" });
    const bytes = Buffer.concat(chunks);
    expect(byteLength).toBe(bytes.length);
    expect(bytes.readUInt32LE(bytes.length - 8)).toBe(crc32(text));
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(Buffer.byteLength(text));
    expect(bytes.length).toBeLessThan(text.length / 5);
  });

  it.each([
    [undefined, undefined],
    ["", undefined],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["deflate, gzip;q=1.0, *;q=0.5", "gzip"],
    ["*", "gzip"],
    ["gzip;q=0", undefined],
    ["identity;q=1, gzip;q=0", undefined],
    ["*;q=0", undefined],
    ["zstd", undefined],
    [",;;=,gzip;q=x", undefined],
  ])("of the encodings %j sends %s", async (acceptEncoding, contentEncoding) => {
    expect((await busyShop().scrape({ acceptEncoding })).contentEncoding).toBe(contentEncoding);
  });

  it.each([
    [undefined, "text/plain; version=0.0.4; charset=utf-8"],
    ["", "text/plain; version=0.0.4; charset=utf-8"],
    ["*/*", "text/plain; version=0.0.4; charset=utf-8"],
    ["text/html, */*;q=0.1", "text/plain; version=0.0.4; charset=utf-8"],
    ["application/json", "text/plain; version=0.0.4; charset=utf-8"],
    ["text/plain;version=1.0.0", "text/plain; version=1.0.0; charset=utf-8; escaping=underscores"],
    [
      'text/plain; version="1.0.0"; escaping=allow-utf-8',
      "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
    ],
    [
      "text/plain;version=0.0.4;q=0.3,text/plain;version=1.0.0;escaping=dots;q=0.4",
      "text/plain; version=1.0.0; charset=utf-8; escaping=dots",
    ],
    ["text/plain;version=1.0.0;q=0,text/plain;version=0.0.4;q=0.1", "text/plain; version=0.0.4; charset=utf-8"],
    [
      "text/plain;version=1.0.0;escaping=evil\tinjected",
      "text/plain; version=1.0.0; charset=utf-8; escaping=underscores",
    ],
  ])("for the header Accept %j sends %s", async (accept, contentType) => {
    expect((await busyShop().scrape({ accept })).contentType).toBe(contentType);
  });
});
