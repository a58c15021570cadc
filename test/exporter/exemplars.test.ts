import { counter, defineService, histogram, open, requests } from "@signalbox/contract";
import { type InstrumentOptions, instrument } from "@signalbox/exporter";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { sampleValue } from "./exposition-text.ts";
import { type accepts, readScrape, scraped } from "./read-scrape.ts";
import { servedHandler } from "./served-app.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: {
    shop_orders_total: counter("Orders.", { category: ["books", "toys"] }),
    shop_restarts_total: counter("Restarts."),
    shop_visit_seconds: histogram("Visits.", { unit: "seconds", bounds: [9], labels: { page: open({ max: 900 }) } }),
    shop_charge_seconds: histogram("Time to charge.", { unit: "seconds", bounds: [0.25, 1], native: true }),
  },
  indicators: { availability: requests() },
});

const start = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What stands behind the samples of our metrics, with the number of milliseconds since the start. */
async function shown(signals: Parameters<typeof scraped>[0]): Promise<readonly string[]> {
  const { bytes } = await scraped(signals, "openMetrics");
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line.includes(" # {"))
    .map((line) => line.replace(/[0-9]+\.[0-9]{3}$/, (seconds) => String(Math.round(Number(seconds) * 1000 - start))));
}

function instrumented(options: InstrumentOptions = {}) {
  const messages: string[] = [];
  return { ...instrument(shop, { log: (message) => messages.push(message), ...options }), messages };
}

describe("an exemplar", () => {
  it("stands behind its counter or its bucket, whatever kind of handle it came through", async () => {
    const signals = instrumented();
    const { shop_orders_total, shop_restarts_total, shop_charge_seconds } = signals.metrics;
    vi.setSystemTime(start + 125);
    shop_orders_total.inc({ category: "toys" }, 3, { exemplar: { trace_id: "a1", span_id: "b2" } });
    shop_restarts_total.inc(2, { exemplar: { trace_id: "c3" } });
    shop_charge_seconds.observe(0.25, { exemplar: { trace_id: "d4" } });
    shop_charge_seconds.with({}).observe(7, { exemplar: { trace_id: "e5" } });
    expect(await shown(signals)).toEqual([
      'shop_orders_total{category="toys"} 3 # {trace_id="a1",span_id="b2"} 3 125',
      'shop_restarts_total 2 # {trace_id="c3"} 2 125',
      'shop_charge_seconds_bucket{le="0.25"} 1 # {trace_id="d4"} 0.25 125',
      'shop_charge_seconds_bucket{le="+Inf"} 2 # {trace_id="e5"} 7 125',
    ]);
  });

  it("is not in the text format, where it would be an error", async () => {
    const signals = instrumented();
    signals.metrics.shop_restarts_total.with({}).inc(1, { exemplar: { trace_id: "a1" } });
    expect(await signals.exposition()).not.toContain("a1");
    expect(sampleValue(await signals.exposition(), "shop_restarts_total")).toBe(1);
  });

  it("changes no sample, neither its own nor those beside it", async () => {
    const signals = instrumented();
    for (const page of ["a", "b", "c", "d"]) {
      const options = page === "b" ? { exemplar: { trace_id: "a1" } } : undefined;
      signals.metrics.shop_visit_seconds.observe({ page }, 4, options);
    }
    signals.metrics.shop_orders_total.inc({ category: "toys" }, 2, { exemplar: { trace_id: "b2" } });
    const samples = (text: string): readonly string[] =>
      text
        .split("\n")
        .filter((line) => line.startsWith("shop_"))
        .map((line) => line.replace(/ # .*/, ""));
    const { bytes } = await scraped(signals, "openMetrics");
    expect(samples(bytes.toString("utf8"))).toEqual(samples(await signals.exposition()));
    expect(await shown(signals)).toHaveLength(2);
  });

  it("is replaced by a later one, but not within a second", async () => {
    const signals = instrumented();
    const held = signals.metrics.shop_charge_seconds.with({});
    const observe = (milliseconds: number, value: number): void => {
      vi.setSystemTime(start + milliseconds);
      held.observe(value, { exemplar: { trace_id: `at${milliseconds}` } });
    };
    observe(0, 0.11);
    observe(999, 0.12);
    observe(500, 0.5);
    expect(await shown(signals)).toEqual([
      'shop_charge_seconds_bucket{le="0.25"} 2 # {trace_id="at0"} 0.11 0',
      'shop_charge_seconds_bucket{le="1.0"} 3 # {trace_id="at500"} 0.5 500',
    ]);
    observe(1000, 0.13);
    expect((await shown(signals))[0]).toBe('shop_charge_seconds_bucket{le="0.25"} 3 # {trace_id="at1000"} 0.13 1000');
  });

  it("is replaced as well after the clock went back", async () => {
    const signals = instrumented();
    signals.metrics.shop_restarts_total.inc(1, { exemplar: { trace_id: "before" } });
    vi.setSystemTime(start - 3_600_000);
    signals.metrics.shop_restarts_total.inc(1, { exemplar: { trace_id: "after" } });
    expect(await shown(signals)).toEqual(['shop_restarts_total 2 # {trace_id="after"} 1 -3600000']);
  });

  it("is kept for the 500 series of a metric that got one last", async () => {
    const signals = instrumented();
    for (let page = 0; page < 600; page++) {
      signals.metrics.shop_visit_seconds.observe({ page: `p${page}` }, page, { exemplar: { trace_id: `t${page}` } });
    }
    const traces = (await shown(signals)).map((line) => /trace_id="t([0-9]+)"/.exec(line)?.[1]);
    expect(traces).toEqual(Array.from({ length: 500 }, (_, index) => String(index + 100)));
  });

  it.each([
    ["no trace", { span_id: "b2" }],
    ["an empty trace", { trace_id: "" }],
    ["a text", "a1"],
    ["more than 128 characters", { trace_id: "a".repeat(106), span_id: "b".repeat(8) }],
    ["a value that cannot be text", { trace_id: { toString: () => Symbol("no") } }],
  ])("with %s is left out and counted; the update counts", async (_, exemplar) => {
    const signals = instrumented();
    signals.metrics.shop_restarts_total.inc(1, { exemplar: exemplar as never });
    expect(await shown(signals)).toEqual([]);
    const text = await signals.exposition();
    expect(sampleValue(text, "shop_restarts_total")).toBe(1);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(1);
    expect(signals.messages).toEqual([expect.stringContaining("shop_restarts_total")]);
  });

  it("with exactly 128 characters is kept, quotes escaped", async () => {
    const signals = instrumented();
    signals.metrics.shop_restarts_total.inc(1, { exemplar: { trace_id: '"'.repeat(105), span_id: "b".repeat(8) } });
    expect(await shown(signals)).toEqual([
      `shop_restarts_total 1 # {trace_id="${'\\"'.repeat(105)}",span_id="bbbbbbbb"} 1 0`,
    ]);
  });

  it.each([null, undefined, {}, 5, { exemplar: undefined }])(
    "is not there when an update carries %o",
    async (options) => {
      const signals = instrumented();
      signals.metrics.shop_restarts_total.inc(4, options as never);
      expect(await shown(signals)).toEqual([]);
      expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(0);
    },
  );
});

describe("exemplars of requests", () => {
  async function served(signals: ReturnType<typeof instrumented>, requestCount: number): Promise<void> {
    const server = await servedHandler(signals.node((_request, response) => response.end("ok"), { route: () => "/" }));
    for (let request = 0; request < requestCount; request++) await server.send("GET", "/");
    await server.close();
  }

  it("tell the trace that is active when a request ends", async () => {
    const signals = instrumented({ exemplarOf: () => ({ trace_id: "a1", span_id: "b2" }), clock: () => 5 });
    await served(signals, 1);
    const labels =
      'http_request_method="GET",http_route="/",http_response_status_code="200",url_scheme="http",error_type=""';
    expect(await shown(signals)).toEqual([
      `http_server_request_duration_seconds_bucket{${labels},le="0.005"} 1 # {trace_id="a1",span_id="b2"} 0 0`,
    ]);
  });

  it("are asked for at most once a second for each bucket", async () => {
    const exemplarOf = vi.fn(() => ({ trace_id: "a1" }));
    await served(instrumented({ exemplarOf, clock: () => 5 }), 4);
    expect(exemplarOf).toHaveBeenCalledTimes(1);
  });

  it("cost nothing but themselves when they fail", async () => {
    const exemplarOf = () => {
      throw new Error("no tracer");
    };
    const signals = instrumented({ exemplarOf, clock: () => 5 });
    await served(signals, 2);
    const text = await signals.exposition();
    expect(sampleValue(text, "http_server_request_duration_seconds_count")).toBe(2);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(2);
    expect(signals.messages).toEqual([expect.stringContaining("no tracer")]);
  });

  it("are not there where no trace is active", async () => {
    const signals = instrumented({ exemplarOf: () => undefined });
    await served(signals, 1);
    expect(await shown(signals)).toEqual([]);
  });
});

describe.skipIf(!engineIsBuilt)("Prometheus's parsers", () => {
  const engine = withEngine();

  async function read(format: keyof typeof accepts) {
    const signals = instrumented();
    vi.setSystemTime(start + 1_007);
    signals.metrics.shop_orders_total.inc({ category: "toys" }, 3, { exemplar: { trace_id: "a1", span_id: "b2" } });
    signals.metrics.shop_charge_seconds.observe(0.2, { exemplar: { trace_id: "d4" } });
    signals.metrics.shop_charge_seconds.observe(40, { exemplar: { trace_id: "e5" } });
    const { samples, problems } = await readScrape(engine(), signals, format);
    expect(problems).toEqual([]);
    return samples
      .filter(({ exemplars }) => exemplars.length > 0)
      .map(({ labels, exemplars }) => [labels["__name__"], labels["le"], exemplars]);
  }

  const timeMillis = start + 1_007;
  const order = { labels: { trace_id: "a1", span_id: "b2" }, value: 3, timeMillis };
  const quick = { labels: { trace_id: "d4" }, value: 0.2, timeMillis };
  const slow = { labels: { trace_id: "e5" }, value: 40, timeMillis };

  it("read them from OpenMetrics", async () => {
    expect(await read("openMetrics")).toEqual([
      ["shop_orders_total", undefined, [order]],
      ["shop_charge_seconds_bucket", "0.25", [quick]],
      ["shop_charge_seconds_bucket", "+Inf", [slow]],
    ]);
  });

  it("read them from protobuf, of native histograms too", async () => {
    expect(await read("protobuf")).toEqual([
      ["shop_orders_total", undefined, [order]],
      ["shop_charge_seconds", undefined, [quick, slow]],
      ["shop_charge_seconds_bucket", "0.25", [quick]],
      ["shop_charge_seconds_bucket", "+Inf", [slow]],
    ]);
  });
});
