import { collectDefaultMetrics, Registry } from "@prometheus-io/client";
import { counter, defineService, histogram } from "@signalbox/contract";
import { type AddedRegistry, instrument } from "@signalbox/exporter";
import * as promClient from "prom-client";
import { describe, expect, it } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  process: "none",
  metrics: {
    shop_orders_total: counter("Orders."),
    shop_charge_seconds: histogram("Charging.", { unit: "seconds", bounds: [1] }),
  },
});

const plain = (text: string): AddedRegistry => ({ contentType: "text/plain", metrics: () => text });

const family = (name: string, type: string, lines: string): string =>
  `# HELP ${name} x\n# TYPE ${name} ${type}\n${lines}\n`;

const good = family("good", "gauge", "good 5");

async function scraped(...registries: readonly AddedRegistry[]): Promise<{ text: string; messages: string[] }> {
  const messages: string[] = [];
  const log = (message: string): unknown => messages.push(message);
  const signals = instrument(shop, { registries, log, registryDeadlineSeconds: 0.05 });
  signals.metrics.shop_orders_total.inc(7);
  const text = await signals.exposition();
  expect(sampleValue(text, "shop_orders_total")).toBe(7);
  return { text, messages };
}

describe("an added registry", () => {
  it("of @prometheus-io/client is exposed with the process metrics", async () => {
    const register = new Registry();
    collectDefaultMetrics({ register });
    const { text, messages } = await scraped(register);
    expect(sampleValue(text, "process_start_time_seconds")).toBeGreaterThan(0);
    expect(parsedExposition(text).some(({ name }) => name === "nodejs_eventloop_lag_seconds")).toBe(true);
    expect(messages).toEqual([]);
  });

  it("of prom-client is exposed", async () => {
    const register = new promClient.Registry();
    const jobs = new promClient.Histogram({
      name: "jobs_seconds",
      help: "Jobs.",
      labelNames: ["queue"],
      buckets: [0.5, 3],
      registers: [register],
    });
    jobs.observe({ queue: 'mail "a"' }, 2);
    const { text, messages } = await scraped(register);
    expect(sampleValue(text, "jobs_seconds_bucket", { queue: 'mail "a"', le: "3.0" })).toBe(1);
    expect(messages).toEqual([]);
  });

  const failing: readonly [string, AddedRegistry, RegExp][] = [
    [
      "that fails",
      { contentType: "text/plain", metrics: () => Promise.reject(new Error("no database")) },
      /no database/,
    ],
    ["that hangs", { contentType: "text/plain", metrics: () => new Promise(() => undefined) }, /within 0.05 s/],
    [
      "that throws at once",
      {
        contentType: "text/plain",
        metrics: () => {
          throw new Error("not today");
        },
      },
      /not today/,
    ],
    ["that speaks OpenMetrics", { ...plain("# EOF\n"), contentType: promClient.openMetricsContentType }, /text format/],
  ];
  it.each(failing)("%s is left out, and the rest is served", async (_name, bad, reason) => {
    const { text, messages } = await scraped(bad, plain(good));
    expect(sampleValue(text, "good")).toBe(5);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(1);
    expect(messages).toEqual([expect.stringMatching(/^registries\[0\] is left out: /)]);
    expect(messages[0]).toMatch(reason);
  });

  it("that hangs is asked once, however often it is scraped", async () => {
    let calls = 0;
    const hanging = {
      contentType: "text/plain",
      metrics: (): Promise<string> => {
        calls += 1;
        return new Promise(() => undefined);
      },
    };
    const signals = instrument(shop, { registries: [hanging], log: () => undefined, registryDeadlineSeconds: 0.01 });
    await signals.exposition();
    await Promise.all([signals.exposition(), signals.exposition()]);
    expect(calls).toBe(1);
  });

  it("that is slow is not lost to others because a scraper is in a hurry", async () => {
    let settle = (): void => undefined;
    const slow = new Promise<string>((resolve) => {
      settle = () => resolve(good);
    });
    const registry = { contentType: "text/plain", metrics: () => slow };
    const signals = instrument(shop, { registries: [registry], registryDeadlineSeconds: 20, log: () => undefined });
    await signals.scrape({ deadlineSeconds: 0.02 }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const patient = signals.exposition();
    await new Promise((resolve) => setTimeout(resolve, 50));
    settle();
    expect(sampleValue(await patient, "good")).toBe(5);
  });

  it("that hangs is given half of the scrape's time, and the rest is served", async () => {
    const hanging = { contentType: "text/plain", metrics: (): Promise<string> => new Promise(() => undefined) };
    const messages: string[] = [];
    const log = (message: string): unknown => messages.push(message);
    const signals = instrument(shop, { registries: [hanging, plain(good)], log, registryDeadlineSeconds: 60 });
    const { chunks } = await signals.scrape({ deadlineSeconds: 1 });
    expect(sampleValue(Buffer.concat(chunks).toString("utf8"), "good")).toBe(5);
    expect(messages).toEqual(["registries[0] is left out: it did not answer within 0.5 s"]);
  });

  const collisions: readonly [string, string][] = [
    ["the name of ours", family("shop_orders_total", "counter", "shop_orders_total 3")],
    ["a sample of our histogram", family("shop_charge_seconds_count", "counter", "shop_charge_seconds_count 3")],
    ["a histogram over ours", family("shop_charge_seconds", "histogram", "shop_charge_seconds_sum 3")],
  ];
  it.each(collisions)("loses a metric that has %s, with both origins named", async (_name, text) => {
    const { text: served, messages } = await scraped(plain(text + good));
    expect(sampleValue(served, "good")).toBe(5);
    expect(sampleValue(served, "shop_charge_seconds_count")).toBe(0);
    expect(messages).toEqual([
      expect.stringMatching(/registries\[0\].*is left out: .*the service's definition or the exporter/),
    ]);
  });

  it("loses a metric that an earlier registry has, with both origins named", async () => {
    const { text, messages } = await scraped(
      plain(family("jobs", "gauge", "jobs 5")),
      plain(family("jobs", "gauge", "jobs 6")),
    );
    expect(sampleValue(text, "jobs")).toBe(5);
    expect(messages).toEqual([expect.stringMatching(/registries\[1\]: metric jobs.*registries\[0\]/)]);
  });

  it("names all metrics that collide for one reason in one line", async () => {
    const register = new Registry();
    collectDefaultMetrics({ register });
    const messages: string[] = [];
    const definition = { name: "cart", team: "storefront", description: "Holds products." };
    const signals = instrument(defineService(definition), {
      registries: [register],
      log: (message) => messages.push(message),
    });
    await signals.exposition();
    signals.close();
    expect(messages).toEqual([
      expect.stringMatching(
        /^registries\[0\]: \d\d metrics are left out: .* and \d+ more belong to .*collectDefaultMetrics.*process: "none"/,
      ),
    ]);
  });

  const refused: readonly [string, string][] = [
    ["a label that is not closed", 'bad{a="x} 1'],
    ["a label that is there twice", 'bad{a="x",a="y"} 1'],
    ["the label __name__", 'bad{__name__="x"} 1'],
    ["a value that is no number", "bad one"],
    ["a series that is there twice", 'bad{a="x"} 1\nbad{a="x"} 2'],
    ["a time, which would be taken for now", 'bad{a="x"} 1 1700000000000'],
    ["more labels than a scrape allows", `bad{${Array.from({ length: 21 }, (_, index) => `l${index}="x"`)}} 1`],
    ["a label whose name is too long", `bad{${"a".repeat(257)}="x"} 1`],
    ["two lone surrogates that look alike", 'bad{a="\ud800"} 1\nbad{a="\udc00"} 2'],
  ];
  it.each(refused)("loses a metric with %s, which would cost the whole scrape", async (_name, lines) => {
    const { text, messages } = await scraped(plain(family("bad", "gauge", lines) + good));
    expect(parsedExposition(text).some(({ name }) => name === "bad")).toBe(false);
    expect(sampleValue(text, "good")).toBe(5);
    expect(messages).toHaveLength(1);
  });

  it.each(["up", "scrape_samples_scraped", "a".repeat(257)])("loses a metric with the name %s", async (name) => {
    const { text, messages } = await scraped(plain(family(name, "gauge", `${name} 0`) + good));
    expect(parsedExposition(text).some((shown) => shown.name === name)).toBe(false);
    expect(messages).toHaveLength(1);
  });

  it("keeps the families of its text together, with help and types", async () => {
    const lines =
      '# HELP a 1\\\\2\\n3\n# TYPE a counter\na{x="1\\\\2\\n\\"3"} 4\nb_sum 5\na{x="6"} +Inf\n# a comment\n\nb 7 \n';
    const { text } = await scraped(plain(`${lines}${good}`.replace("b 7 ", "b 7")));
    const shown = parsedExposition(text).filter(({ name }) => ["a", "b", "b_sum"].includes(name));
    expect(shown).toEqual([
      {
        name: "a",
        type: "counter",
        help: "1\\\\2\\n3",
        samples: [
          { name: "a", labels: { x: '1\\2\n"3' }, value: 4 },
          { name: "a", labels: { x: "6" }, value: Number.POSITIVE_INFINITY },
        ],
      },
      { name: "b_sum", type: "untyped", help: "", samples: [{ name: "b_sum", labels: {}, value: 5 }] },
      { name: "b", type: "untyped", help: "", samples: [{ name: "b", labels: {}, value: 7 }] },
    ]);
  });

  it("may say NaN and Inf, as the libraries do", async () => {
    const { text } = await scraped(plain(family("odd", "gauge", 'odd{n="1"} Nan\nodd{n="2"} Inf')));
    expect(sampleValue(text, "odd", { n: "1" })).toBeNaN();
    expect(sampleValue(text, "odd", { n: "2" })).toBe(Number.POSITIVE_INFINITY);
  });

  it("that answers with a page of HTML is left out", async () => {
    const { text, messages } = await scraped(plain("<!doctype html>\n<p>Log in</p>\n"), plain(good));
    expect(sampleValue(text, "good")).toBe(5);
    expect(messages).toEqual([expect.stringMatching(/^registries\[0\]: metric without a name.*doctype/)]);
  });

  it("may add 2000 samples and no more", async () => {
    const many = (name: string, count: number): string =>
      family(name, "gauge", Array.from({ length: count }, (_, index) => `${name}{n="${index}"} 1`).join("\n"));
    const { text, messages } = await scraped(plain(many("first", 1900) + many("second", 200) + many("third", 100)));
    const names = parsedExposition(text).map(({ name }) => name);
    expect(names.filter((name) => ["first", "second", "third"].includes(name))).toEqual(["first", "third"]);
    expect(messages).toEqual([expect.stringContaining("2000 samples")]);
  });
});
