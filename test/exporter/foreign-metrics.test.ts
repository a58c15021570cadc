import * as prometheusIo from "@prometheus-io/client";
import { defineService } from "@signalbox/contract";
import { type AddedRegistry, instrument } from "@signalbox/exporter";
import fc from "fast-check";
import * as promClient15 from "prom-client";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products.", process: "none" });

const libraries: readonly [string, typeof promClient15][] = [
  ["prom-client", promClient15],
  ["@prometheus-io/client", prometheusIo as unknown as typeof promClient15],
];

/** A service with added registries, scraped as often as a test wants. */
function scrapedShop(...registries: readonly AddedRegistry[]): {
  scrape(): Promise<string>;
  scrapeAs(accept: string): Promise<readonly [body: Uint8Array, contentType: string]>;
  messages: string[];
} {
  const messages: string[] = [];
  let seconds = 0;
  const signals = instrument(shop, {
    registries,
    registryDeadlineSeconds: 0.05,
    log: (message) => messages.push(message),
    clock: () => {
      seconds += 100;
      return seconds;
    },
  });
  const scrapeAs = async (accept: string): Promise<readonly [body: Uint8Array, contentType: string]> => {
    const { chunks, contentType } = await signals.scrape({ accept });
    return [Buffer.concat(chunks), contentType];
  };
  return { scrape: () => signals.exposition(), scrapeAs, messages };
}

/** Labels as a careless caller passes them. */
const careless = (labels: Record<string, unknown>): Record<string, string> => labels as Record<string, string>;

const names = (text: string): readonly string[] => parsedExposition(text).map(({ name }) => name);

describe.each(libraries)("metrics of %s", (_name, client) => {
  const registryOf = (): promClient15.Registry => new client.Registry();

  it("keep label values that are no text as text, and smuggle nothing in", async () => {
    const register = registryOf();
    const visits = new client.Counter({ name: "visits_total", help: "x", labelNames: ["q"], registers: [register] });
    const smuggled = 'x"} 1\nevil_metric 42\nvisits_total{q="y';
    visits.inc(careless({ q: [smuggled] }), 2);
    visits.inc(careless({ q: 17 }), 3);
    visits.inc(careless({ q: { a: 1 } }), 4);
    visits.inc(careless({ q: "€".repeat(60) }), 5);
    const { scrape, messages } = scrapedShop(register);
    const text = await scrape();
    expect(names(text)).not.toContain("evil_metric");
    expect(sampleValue(text, "visits_total", { q: smuggled })).toBe(2);
    expect(sampleValue(text, "visits_total", { q: "17" })).toBe(3);
    expect(sampleValue(text, "visits_total", { q: "[object Object]" })).toBe(4);
    expect(sampleValue(text, "visits_total", { q: "€".repeat(42) })).toBe(5);
    expect(messages).toEqual([]);
  });

  it("lose only a metric whose collector throws, rejects or hangs", async () => {
    const register = registryOf();
    const collects: Record<string, () => void | Promise<void>> = {
      throws: () => {
        throw new Error("no database");
      },
      rejects: () => Promise.reject(new Error("no queue")),
      hangs: () => new Promise<void>(() => undefined),
    };
    for (const [name, collect] of Object.entries(collects)) {
      new client.Gauge({ name, help: "x", registers: [register], collect });
    }
    new client.Gauge({ name: "answers", help: "x", registers: [register] }).set(6);
    const { scrape, messages } = scrapedShop(register);
    const text = await scrape();
    expect(names(text)).not.toContain("throws");
    expect(sampleValue(text, "answers")).toBe(6);
    expect(messages).toEqual([
      "registries[0]: metric throws is left out: no database",
      "registries[0]: metric rejects is left out: no queue",
      "registries[0]: metric hangs is left out: it did not answer within 0.05 s",
    ]);
  });

  it("are asked again only when they have answered, and waited for only once", async () => {
    const register = registryOf();
    let calls = 0;
    let answer = (): void => undefined;
    const collect = (): Promise<void> => {
      calls += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    new client.Gauge({ name: "slow", help: "x", registers: [register], collect }).set(8);
    const { scrape, messages } = scrapedShop(register);
    await scrape();
    await Promise.all([scrape(), scrape()]);
    expect(calls).toBe(1);
    expect(messages.at(-1)).toBe(
      "registries[0]: metric slow is left out: it still owes the answer to an earlier scrape",
    );
    answer();
    await new Promise((resolve) => setImmediate(resolve));
    const third = scrape();
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    expect(sampleValue(await third, "slow")).toBe(8);
    expect(calls).toBe(2);
  });

  it("have the default labels of their registry, where they do not have them themselves", async () => {
    const register = registryOf();
    register.setDefaultLabels({ region: "north", queue: "none" });
    const jobs = new client.Gauge({ name: "jobs", help: "x", labelNames: ["queue"], registers: [register] });
    jobs.set({ queue: "mail" }, 3);
    new client.Gauge({ name: "workers", help: "x", registers: [register] }).set(4);
    const text = await scrapedShop(register).scrape();
    expect(sampleValue(text, "jobs", { queue: "mail", region: "north" })).toBe(3);
    expect(sampleValue(text, "workers", { queue: "none", region: "north" })).toBe(4);
  });

  it("keep their names when the registry speaks OpenMetrics, also after somebody read it as that", async () => {
    const register = registryOf();
    register.setContentType(client.Registry.OPENMETRICS_CONTENT_TYPE as never);
    new client.Counter({ name: "jobs_total", help: 'Jobs "done".', registers: [register] }).inc(4);
    const { scrape, messages } = scrapedShop(register);
    expect(sampleValue(await scrape(), "jobs_total")).toBe(4);
    await register.metrics();
    expect(sampleValue(await scrape(), "jobs_total")).toBe(4);
    expect(messages).toEqual([]);
  });

  it("lose the series whose labels were changed after they were handed over", async () => {
    const register = registryOf();
    const jobs = new client.Counter({ name: "jobs_total", help: "x", labelNames: ["queue"], registers: [register] });
    const labels = { queue: "mail" };
    jobs.inc(labels, 2);
    labels.queue = "video";
    jobs.inc(labels, 3);
    jobs.inc({ queue: "audio" }, 4);
    const { scrape, messages } = scrapedShop(register);
    const samples = parsedExposition(await scrape()).find(({ name }) => name === "jobs_total")?.samples;
    expect(samples).toEqual([{ name: "jobs_total", labels: { queue: "audio" }, value: 4 }]);
    expect(messages).toEqual([expect.stringMatching(/a part of metric jobs_total is left out: .*there twice/)]);
  });

  it("lose a histogram whose bounds are unsorted or repeated, since its counts are wrong", async () => {
    const register = registryOf();
    for (const [name, buckets] of Object.entries({ unsorted: [5, 1], repeated: [1, 1, 2], sorted: [1, 5] })) {
      new client.Histogram({ name, help: "x", buckets, registers: [register] }).observe(3);
    }
    const { scrape, messages } = scrapedShop(register);
    const text = await scrape();
    expect(names(text)).not.toContain("unsorted");
    expect(names(text)).not.toContain("repeated");
    expect(sampleValue(text, "sorted_bucket", { le: "5.0" })).toBe(1);
    expect(messages).toEqual([
      expect.stringMatching(/metric unsorted is left out: the bounds of unsorted\{\} are not ascending/),
      expect.stringMatching(/metric repeated is left out: .*two bounds are the same/),
    ]);
  });

  it("write the bucket of a bound that is infinite once", async () => {
    const register = registryOf();
    const buckets = [1, Number.POSITIVE_INFINITY];
    new client.Histogram({ name: "jobs_seconds", help: "x", buckets, registers: [register] }).observe(3);
    const { scrape, messages } = scrapedShop(register);
    const samples = parsedExposition(await scrape()).find(({ name }) => name === "jobs_seconds")?.samples;
    expect(samples?.map(({ labels, value }) => [labels["le"], value])).toEqual([
      ["1.0", 0],
      ["+Inf", 1],
      [undefined, 3],
      [undefined, 1],
    ]);
    expect(messages).toEqual([]);
  });

  it("write quantiles as Prometheus 3 stores them", async () => {
    const register = registryOf();
    const waits = new client.Summary({ name: "waits", help: "x", percentiles: [1, 0.5], registers: [register] });
    waits.observe(9);
    const samples = parsedExposition(await scrapedShop(register).scrape()).find(
      ({ name }) => name === "waits",
    )?.samples;
    expect(samples?.map(({ name, labels }) => [name, labels["quantile"]])).toEqual([
      ["waits", "0.5"],
      ["waits", "1.0"],
      ["waits_sum", undefined],
      ["waits_count", undefined],
    ]);
  });

  it("lose the series with a label that belongs to Prometheus", async () => {
    const register = registryOf();
    const jobs = new client.Gauge({ name: "jobs", help: "x", labelNames: ["__name__", "a"], registers: [register] });
    jobs.set({ __name__: "evil", a: "1" }, 2);
    jobs.set({ a: "2" }, 3);
    const { scrape, messages } = scrapedShop(register);
    const text = await scrape();
    expect(sampleValue(text, "jobs")).toBe(3);
    expect(messages).toEqual([expect.stringMatching(/a part of metric jobs is left out: the label __name__/)]);
  });
});

describe("a registry that answers with values", () => {
  const answering = (answer: unknown): AddedRegistry => ({
    contentType: "text/plain",
    metrics: () => "text 1\n",
    getMetricsAsJSON: () => answer,
  });

  it("is read from them, not from its text", async () => {
    const values = [{ value: 2 }, { labels: { a: "x" }, value: 3 }];
    const text = await scrapedShop(answering([{ name: "jobs", help: "x", type: "gauge", values }])).scrape();
    expect(names(text)).not.toContain("text");
    expect(sampleValue(text, "jobs", { a: "x" })).toBe(3);
  });

  const odd: readonly [string, unknown][] = [
    ["no list", { name: "jobs" }],
    ["nothing in a list", [null]],
    ["a metric without a name", [{ type: "gauge", values: [{ value: 1 }] }]],
    ["a value that is no number", [{ name: "jobs", type: "gauge", values: [{ value: "1" }] }]],
    ["nothing for a value", [{ name: "jobs", type: "gauge", values: [null] }]],
    ["a label that has no name", [{ name: "jobs", type: "gauge", values: [{ labels: { "a b": 1 }, value: 1 }] }]],
    [
      "a label that is no text",
      [{ name: "jobs", type: "gauge", values: [{ labels: { a: { toString: 1 } }, value: 1 }] }],
    ],
    ["help that is no text", [{ name: "jobs", type: "gauge", help: Object.create(null), values: [{ value: 1 }] }]],
    ["a name with a sample in it", [{ name: "jobs 1\nevil", type: "gauge", values: [{ value: 1 }] }]],
    ["a sample of another metric", [{ name: "jobs", type: "gauge", values: [{ metricName: "evil", value: 1 }] }]],
    [
      "a histogram without buckets",
      [{ name: "jobs", type: "histogram", values: [{ metricName: "jobs_sum", value: 1 }] }],
    ],
    [
      "a bucket without a bound",
      [{ name: "jobs", type: "histogram", values: [{ metricName: "jobs_bucket", value: 1 }] }],
    ],
  ];
  const histogram = (buckets: readonly (readonly [le: string, count: number])[], count: number): unknown => {
    const values = buckets.map(([le, value]) => ({ metricName: "jobs_bucket", labels: { le }, value }));
    const rest = [
      { metricName: "jobs_sum", value: 9 },
      { metricName: "jobs_count", value: count },
    ];
    return [{ name: "jobs", type: "histogram", values: [...values, ...rest] }];
  };
  const wrong: readonly [string, unknown][] = [
    [
      "the same labels in another order",
      [
        {
          name: "jobs",
          type: "gauge",
          values: [
            { labels: { a: "x", b: "y" }, value: 1 },
            { labels: { b: "y", a: "x" }, value: 2 },
          ],
        },
      ],
    ],
    [
      "the same labels but for an empty one",
      [
        {
          name: "jobs",
          type: "gauge",
          values: [
            { labels: { a: "x", b: "" }, value: 1 },
            { labels: { a: "x" }, value: 2 },
          ],
        },
      ],
    ],
    [
      "buckets whose counts fall",
      histogram(
        [
          ["1", 5],
          ["2", 3],
          ["+Inf", 6],
        ],
        6,
      ),
    ],
    [
      "a count that is not that of the bucket +Inf",
      histogram(
        [
          ["1", 5],
          ["+Inf", 6],
        ],
        7,
      ),
    ],
    [
      "two buckets +Inf that differ",
      histogram(
        [
          ["1", 5],
          ["+Inf", 6],
          ["Inf", 7],
        ],
        6,
      ),
    ],
    [
      "a bucket below everything",
      histogram(
        [
          ["-Inf", 0],
          ["+Inf", 6],
        ],
        6,
      ),
    ],
  ];
  it.each([...odd, ...wrong])("%s is left out, and reported", async (_name, answer) => {
    const { scrape, messages } = scrapedShop(answering(answer));
    const text = await scrape();
    expect(names(text).filter((name) => !name.startsWith("http_") && !name.startsWith("signalbox_"))).toEqual([]);
    expect(messages).toEqual([expect.stringMatching(/^registries\[0\].*is left out: ./)]);
  });

  it("is read as values when it keeps its state where no view of it can reach", async () => {
    class Hidden {
      readonly contentType = "text/plain";
      readonly #values = [{ value: 5 }];
      metrics = (): string => "";
      getMetricsAsArray(): readonly object[] {
        return [{ get: () => this.getMetricsAsJSON()[0] }];
      }
      getMetricsAsJSON(): readonly object[] {
        return [{ name: "jobs", help: "x", type: "gauge", values: this.#values }];
      }
    }
    expect(sampleValue(await scrapedShop(new Hidden()).scrape(), "jobs")).toBe(5);
  });
});

describe.skipIf(!engineIsBuilt)("Prometheus's own parser", () => {
  const engine = withEngine();
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: fc.constantFrom("\ud800", '"', "\\", "\n", ",", "=", "}", "€", "\u0000"), maxLength: 99 }),
    fc.anything(),
  );

  const formats = [
    "text/plain; version=0.0.4",
    "application/openmetrics-text; version=1.0.0",
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  ];
  const cases = libraries.flatMap(([name, client]) => formats.map((format) => [name, format, client] as const));
  it.each(cases)("reads the metrics of %s as %s, whatever their label values are", async (_name, format, client) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostile, fc.double()), { maxLength: 30 }), async (updates) => {
        const registers = [new client.Registry()];
        const labelNames = ["q"];
        const jobs = new client.Gauge({ name: "jobs", help: 'a "b" \\ \n c', labelNames, registers });
        const done = new client.Counter({ name: "jobs_total", help: "x", labelNames, registers });
        const tries = new client.Counter({ name: "tries", help: "x", labelNames, registers });
        const took = new client.Histogram({ name: "took", help: "x", labelNames, registers });
        const waits = new client.Summary({ name: "waits", help: "x", labelNames, registers });
        for (const [value, amount] of updates) {
          try {
            const labels = careless({ q: value });
            jobs.set(labels, amount);
            done.inc(labels, Math.abs(amount));
            tries.inc(labels, Math.abs(amount));
            took.observe(labels, amount);
            waits.observe(labels, amount);
          } catch {
            // The libraries throw at values that have no text and at numbers that are not finite.
          }
        }
        const [body, contentType] = await scrapedShop(...registers).scrapeAs(format);
        const problems = await engine().checkExposition(body, contentType);
        expect(problems.filter(({ kind }) => kind !== "lint")).toEqual([]);
        if (format.startsWith("text/")) parsedExposition(Buffer.from(body).toString("utf8"));
      }),
      { numRuns: 30 },
    );
  });
});
