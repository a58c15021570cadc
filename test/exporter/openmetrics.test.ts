import { Counter, Gauge, Histogram, Registry, Summary } from "@prometheus-io/client";
import { counter, defineService, gauge, histogram, open, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { readScrape, scraped } from "./read-scrape.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: {
    shop_orders_total: counter('Orders, "quoted" \\ and\nbroken €.', { category: ["books", "toys"] }),
    shop_paid_seconds_total: counter("Time spent on payments.", {}, { unit: "seconds" }),
    shop_visits_total: counter("Visits.", { campaign: open({ max: 40 }), page: open({ max: 40 }) }),
    shop_full_ratio: gauge("How full the warehouse is.", {}, { unit: "ratio" }),
    shop_charge_seconds: histogram("Time to charge.", { unit: "seconds", bounds: [0.00001, 0.25, 1, 2_000_000] }),
  },
  indicators: { availability: requests() },
});

async function lines(signals: Parameters<typeof scraped>[0], word: string): Promise<readonly string[]> {
  const { bytes } = await scraped(signals, "openMetrics");
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line.includes(word));
}

describe("OpenMetrics", () => {
  it("says what it is, and ends with its mark", async () => {
    const { bytes, contentType } = await scraped(instrument(shop), "openMetrics");
    expect(contentType).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores");
    expect(bytes.toString("utf8").endsWith("\n# EOF\n")).toBe(true);
    expect(bytes.toString("utf8").split("# EOF")).toHaveLength(2);
  });

  it("names the family of a counter without its suffix, and its samples with it", async () => {
    const signals = instrument(shop);
    signals.metrics.shop_orders_total.inc({ category: "toys" }, 7);
    expect(await lines(signals, "shop_orders")).toEqual([
      'signalbox_overflowed_updates_total{metric="shop_orders_total"} 0',
      '# HELP shop_orders Orders, \\"quoted\\" \\\\ and\\nbroken €.',
      "# TYPE shop_orders counter",
      'shop_orders_total{category="books"} 0',
      'shop_orders_total{category="toys"} 7',
    ]);
  });

  it("tells the unit that a name ends in", async () => {
    expect((await lines(instrument(shop), "# UNIT shop_")).toSorted()).toEqual([
      "# UNIT shop_charge_seconds seconds",
      "# UNIT shop_full_ratio ratio",
      "# UNIT shop_paid_seconds seconds",
    ]);
  });

  it("writes bounds as numbers with a point or an exponent", async () => {
    expect((await lines(instrument(shop), "shop_charge_seconds_bucket")).map((line) => line.split('"')[1])).toEqual([
      "1e-05",
      "0.25",
      "1.0",
      "2e+06",
      "+Inf",
    ]);
  });

  it("writes an added registry by its own rules: no counter without its suffix, no untyped, canonical bounds", async () => {
    const registers = [new Registry()];
    new Counter({ name: "added_things_total", help: "Things.", registers }).inc(5);
    new Counter({ name: "added_odd", help: 'A "counter" without its suffix.', registers }).inc(3);
    new Gauge({ name: "added_level", help: "Level.", registers }).set(Number.NaN);
    new Histogram({ name: "added_seconds", help: "S.", buckets: [1], registers }).observe(7);
    new Summary({ name: "added_sizes", help: "Z.", percentiles: [1], registers }).observe(11);
    expect(await lines(instrument(shop, { registries: registers }), "added_")).toEqual([
      "# HELP added_things Things.",
      "# TYPE added_things counter",
      "added_things_total 5",
      '# HELP added_odd A \\"counter\\" without its suffix.',
      "# TYPE added_odd unknown",
      "added_odd 3",
      "# HELP added_level Level.",
      "# TYPE added_level gauge",
      "added_level NaN",
      "# HELP added_seconds S.",
      "# TYPE added_seconds histogram",
      'added_seconds_bucket{le="1.0"} 0',
      'added_seconds_bucket{le="+Inf"} 1',
      "added_seconds_sum 7",
      "added_seconds_count 1",
      "# HELP added_sizes Z.",
      "# TYPE added_sizes summary",
      'added_sizes{quantile="1.0"} 11',
      "added_sizes_sum 11",
      "added_sizes_count 1",
    ]);
  });
});

describe.skipIf(!engineIsBuilt)("Prometheus's parser of OpenMetrics", () => {
  const engine = withEngine();

  it("finds the same samples as in the text format, whatever the label values are", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('"', "\\", "\n", "#", "}", "€", "\u0000", " "), maxLength: 90 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 60 }), async (visits) => {
        const signals = instrument(shop, { log: () => undefined });
        for (const [campaign, page] of visits) signals.metrics.shop_visits_total.inc({ campaign, page }, 0.1);
        const read = await readScrape(engine(), signals, "openMetrics");
        expect(read.problems).toEqual([]);
        const plain = await readScrape(engine(), signals, "text");
        const own = ({ samples }: typeof read) =>
          samples
            .filter(({ labels }) => /^(shop|signalbox|sli)_/.test(labels["__name__"] ?? ""))
            .map(({ labels, value }) => [labels, value]);
        expect(own(read)).toEqual(own(plain));
      }),
      { numRuns: 30 },
    );
  });
});
