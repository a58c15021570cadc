import { exposedMetrics, fleetMetrics } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { beforeAll, describe, expect, it } from "vitest";
import { aggregatedFleet, joined, type ProcessMember, processMember } from "./aggregated-members.ts";
import { shop, shopNamed } from "./aggregated-shop.ts";
import { parsedExposition, sampleValue } from "./exposition-text.ts";
import { answer, host, until } from "./served-shop.ts";

let first: ProcessMember;
let second: ProcessMember;

beforeAll(async () => {
  [first, second] = await Promise.all([processMember(), processMember()]);
});

describe("a primary that collects from its workers", () => {
  it("shows the sum of what all of them counted, and of what it counted itself", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    all.signals.metrics.shop_orders_total.inc({ category: "toys" }, 3);
    await first.tell(all.service, { what: "order", category: "toys", amount: 50 });
    await second.tell(all.service, { what: "order", category: "toys", amount: 700 });
    await second.tell(all.service, { what: "order", category: "books", amount: 4 });
    await first.tell(all.service, { what: "charge", seconds: [0.5, 2] });
    await second.tell(all.service, { what: "charge", seconds: [0.125] });
    const text = await all.fleet.exposition();
    expect(sampleValue(text, "shop_orders_total", { category: "toys" })).toBe(753);
    expect(sampleValue(text, "shop_orders_total", { category: "books" })).toBe(4);
    expect(sampleValue(text, "shop_charge_seconds_sum")).toBe(2.625);
    expect(buckets(text)).toEqual([1, 2, 3]);
    expect(await all.signals.exposition()).toContain('shop_orders_total{category="toys"} 753\n');
  });

  it("counts nothing twice, however often it is scraped", async () => {
    const all = aggregatedFleet();
    await joined(all, [first]);
    await first.tell(all.service, { what: "order", category: "books", amount: 2 });
    await all.fleet.exposition();
    await first.tell(all.service, { what: "order", category: "books", amount: 5 });
    await Promise.all([all.fleet.exposition(), all.fleet.exposition()]);
    expect(sampleValue(await all.fleet.exposition(), "shop_orders_total", { category: "books" })).toBe(7);
  });

  it("finds workers that were there before it", async () => {
    const service = "early";
    await first.tell(service, { what: "order", category: "books", amount: 8 });
    const signals = instrument(shopNamed(service));
    const fleet = signals.aggregate();
    await until(() => fleet.members === 1);
    expect(sampleValue(await fleet.exposition(), "shop_orders_total", { category: "books" })).toBe(8);
    fleet.close();
  });

  it("puts label values together that its workers met in different orders", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    await first.tell(all.service, { what: "visit", campaign: "spring", amount: 1 });
    await first.tell(all.service, { what: "visit", campaign: "autumn", amount: 20 });
    await second.tell(all.service, { what: "visit", campaign: "autumn", amount: 300 });
    await second.tell(all.service, { what: "visit", campaign: "spring", amount: 4000 });
    const text = await all.fleet.exposition();
    expect(sampleValue(text, "shop_visits_total", { campaign: "spring" })).toBe(4001);
    expect(sampleValue(text, "shop_visits_total", { campaign: "autumn" })).toBe(320);
  });

  it("keeps the cap of a metric for all workers together, and loses no count beyond it", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    for (const campaign of ["a", "b", "c"]) await first.tell(all.service, { what: "visit", campaign, amount: 10 });
    await all.fleet.exposition();
    for (const campaign of ["d", "e", "f"]) await second.tell(all.service, { what: "visit", campaign, amount: 2 });
    const text = await all.fleet.exposition();
    const visits = parsedExposition(text).find(({ name }) => name === "shop_visits_total")?.samples ?? [];
    expect(visits.map(({ labels, value }) => [labels["campaign"], value])).toEqual([
      ["__overflow__", 4],
      ["a", 10],
      ["b", 10],
      ["c", 10],
      ["d", 2],
    ]);
    expect(all.messages.join()).toContain("shop_visits_total: an update went to the overflow series");
  });

  it("sums gauges, or takes the value that it is told to take", async () => {
    const all = aggregatedFleet({ gauges: { shop_price_euros: "max" } });
    await joined(all, [first, second]);
    await first.tell(all.service, { what: "carts", value: 3 });
    await second.tell(all.service, { what: "carts", value: 40 });
    await first.tell(all.service, { what: "price", product: "lamp", value: 19.5 });
    await second.tell(all.service, { what: "price", product: "lamp", value: 7.25 });
    const text = await all.fleet.exposition();
    expect(sampleValue(text, "shop_open_carts")).toBe(43);
    expect(sampleValue(text, "shop_price_euros", { product: "lamp" })).toBe(19.5);
  });

  it("keeps two services apart that run in the same workers", async () => {
    const one = aggregatedFleet();
    const other = aggregatedFleet();
    await Promise.all([joined(one, [first, second]), joined(other, [first, second])]);
    await first.tell(one.service, { what: "order", category: "books", amount: 6 });
    await second.tell(other.service, { what: "order", category: "books", amount: 90 });
    expect(sampleValue(await one.fleet.exposition(), "shop_orders_total", { category: "books" })).toBe(6);
    expect(sampleValue(await other.fleet.exposition(), "shop_orders_total", { category: "books" })).toBe(90);
  });

  it("shows what a service shows alone, and two metrics about the workers", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const shown = parsedExposition(await all.fleet.exposition()).map(({ name }) => name);
    const promised = exposedMetrics(shop).map(({ name }) => name);
    expect(shown.filter((name) => !promised.includes(name))).toEqual(fleetMetrics.map(({ name }) => name));
    expect(promised.filter((name) => !shown.includes(name))).toEqual(
      parsedMissing(await instrument(shop).exposition(), promised),
    );
    expect(sampleValue(await all.fleet.exposition(), "signalbox_members")).toBe(2);
  });

  it("adds up what processes use, and takes the oldest start", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const text = await all.fleet.exposition();
    const alone = await instrument(shopNamed("alone")).exposition();
    const own = sampleValue(alone, "process_start_time_seconds") ?? Number.NaN;
    expect(sampleValue(text, "process_start_time_seconds")).toBeCloseTo(own, 1);
    expect(sampleValue(text, "nodejs_version_info")).toBe(1);
    const memory = "process_resident_memory_bytes";
    const process = sampleValue(alone, memory) ?? Number.NaN;
    expect(sampleValue(text, memory)).toBeGreaterThan(process + 2 * 20 * 2 ** 20);
  });

  it("serves all of them on one port, and is ready while one answers", async () => {
    const all = aggregatedFleet();
    const served = await all.fleet.serve({ metricsPort: 0, host });
    const url = `http://${host}:${served.metricsPort}`;
    expect(await answer(`${url}/readyz`)).toContain("503 members");
    await joined(all, [first]);
    await first.tell(all.service, { what: "order", category: "toys", amount: 11 });
    expect(await answer(`${url}/readyz`)).toBe("200 ok");
    expect(await answer(`${url}/metrics`)).toContain('shop_orders_total{category="toys"} 11\n');
    await served.close();
  });
});

describe("a worker with another version of the definition", () => {
  it("has those metrics left out that are not the same, which is logged once", async () => {
    const all = aggregatedFleet();
    await joined(all, [first]);
    const table = {
      firstRow: 0,
      createdSeconds: [1, 1],
      hasOverflowed: false,
      pages: [{ page: 0, length: 2, numbers: Buffer.from(Float64Array.of(0, 21).buffer).toString("base64") }],
      native: [],
    };
    const tables = [
      {
        ...table,
        name: "shop_visits_total",
        shape: '["counter",["page"],[],false]',
        labelValues: [["__overflow__"], ["home"]],
      },
      { ...table, name: "shop_returns_total", shape: '["counter",[],[],false]', labelValues: [[], []] },
      { ...table, name: "shop_open_carts", shape: '["gauge",[],[],false]', labelValues: [[], []] },
    ];
    const report = { signalbox: "report/1", service: all.service, member: "next", isWhole: true, answers: 0, tables };
    await first.tell(all.service, { what: "send", message: { ...report, sequence: 1 } });
    await first.tell(all.service, { what: "send", message: { ...report, sequence: 2 } });
    const text = await all.signals.exposition();
    expect(sampleValue(text, "shop_open_carts")).toBe(21);
    expect(parsedExposition(text).find(({ name }) => name === "shop_visits_total")?.samples).toEqual([]);
    expect(all.messages).toEqual([
      "shop_visits_total of another process or thread is left out, because it has other labels or bounds here; restart all of them with one definition",
      "shop_returns_total of another process or thread is left out, because it is not defined here; restart all of them with one definition",
    ]);
  });
});

describe("messages that are not ours", () => {
  it("are left alone", async () => {
    const all = aggregatedFleet();
    await joined(all, [first]);
    for (const message of [{ hello: "world" }, [1, 2], { signalbox: 7 }, { signalbox: "report/1", service: "other" }]) {
      await first.tell(all.service, { what: "send", message });
    }
    expect(sampleValue(await all.fleet.exposition(), "signalbox_internal_errors_total")).toBe(0);
  });

  it("do no harm when they look like ours and are malformed", async () => {
    const all = aggregatedFleet();
    await joined(all, [first]);
    await first.tell(all.service, { what: "order", category: "books", amount: 12 });
    const report = { signalbox: "report/1", service: all.service, member: "x", sequence: 1, isWhole: true, answers: 0 };
    const table = {
      name: "shop_orders_total",
      shape: '["counter",["category"],[],false]',
      firstRow: 0,
      labelValues: [["__overflow__"], ["books"]],
      createdSeconds: [1, 1],
      hasOverflowed: false,
      pages: [],
      native: [],
    };
    const malformed = [
      { ...report, tables: [{ ...table, pages: [{ page: 0, length: 1, numbers: "AAAA" }] }] },
      { ...report, tables: [{ ...table, pages: [{ page: 9, length: 1, numbers: "AAAAAAAAAAA=" }] }] },
      { ...report, tables: [{ ...table, labelValues: [["books"], ["\ud800"]] }] },
      { ...report, tables: [{ ...table, labelValues: [["books", "toys"], ["books"]] }] },
      { ...report, tables: [{ ...table, firstRow: 5 }] },
      { ...report, tables: [null] },
      { ...report, tables: {} },
      { ...report, sequence: -1 },
    ];
    for (const message of malformed) await first.tell(all.service, { what: "send", message });
    const text = await all.fleet.exposition();
    expect(sampleValue(text, "shop_orders_total", { category: "books" })).toBe(12);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(malformed.length);
  });
});

function buckets(text: string): readonly (number | undefined)[] {
  return ["0.25", "1.0", "+Inf"].map((le) => sampleValue(text, "shop_charge_seconds_bucket", { le }));
}

function parsedMissing(text: string, promised: readonly string[]): readonly string[] {
  const shown = parsedExposition(text).map(({ name }) => name);
  return promised.filter((name) => !shown.includes(name));
}
