import type { Exposition } from "@signalbox/engine";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { counter, family, gauge, histogram, joined, metric, summary } from "./written-protobuf.ts";

const text = "text/plain; version=0.0.4; charset=utf-8";
const newText = "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8";
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores";
const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

describe.skipIf(!engineIsBuilt)("reading an exposition", () => {
  const engine = withEngine();

  function values({ samples }: Exposition): [labels: object, value: number][] {
    return samples.map(({ labels, value }) => [labels, value]);
  }

  test("gives families, samples and lines of the text format", async () => {
    const body = [
      "# HELP orders_total Orders.",
      "# TYPE orders_total counter",
      `orders_total{lane="a",side=""} 3`,
      "",
      `orders_total{lane="b"} +Inf 1500`,
      "",
    ].join("\n");
    expect(await engine().readExposition(body, text)).toEqual({
      problems: [],
      families: [{ name: "orders_total", type: "counter", help: "Orders." }],
      samples: [
        { labels: { __name__: "orders_total", lane: "a" }, value: 3, line: 3, exemplars: [] },
        {
          labels: { __name__: "orders_total", lane: "b" },
          value: Number.POSITIVE_INFINITY,
          timeMillis: 1500,
          line: 5,
          exemplars: [],
        },
      ],
    });
  });

  test("takes names of any characters in text 1.0.0, and lints them by the escaping that was agreed", async () => {
    const body = [
      `# HELP "orders.total" Orders.`,
      `# TYPE "orders.total" gauge`,
      `{"orders.total","the lane"="ä"} 7`,
      "",
    ].join("\n");
    const read = await engine().readExposition(body, newText);
    expect(values(read)).toEqual([[{ __name__: "orders.total", "the lane": "ä" }, 7]]);
    expect(read.problems).toEqual([]);
    const escaped = await engine().readExposition(body, newText.replace("allow-utf-8", "underscores"));
    expect(escaped.problems).toMatchObject([
      { kind: "lint", line: 1, message: expect.stringContaining("orders.total") },
    ]);
  });

  test("gives unit, exemplars and start times of OpenMetrics, whose _created lines are no samples", async () => {
    const body = [
      "# HELP wait_seconds Waiting.",
      "# TYPE wait_seconds histogram",
      "# UNIT wait_seconds seconds",
      `wait_seconds_bucket{lane="a",le="0.5"} 2 # {trace_id="abc"} 0.25 1700.5`,
      `wait_seconds_bucket{lane="a",le="+Inf"} 3 # {trace_id="def"} 8`,
      `wait_seconds_sum{lane="a"} 9.5`,
      `wait_seconds_count{lane="a"} 3`,
      `wait_seconds_created{lane="a"} 1600.25`,
      "# TYPE orders counter",
      "orders_total 5",
      "# TYPE queue gauge",
      "queue_created 4",
      "# EOF",
      "",
    ].join("\n");
    const read = await engine().readExposition(body, openMetrics);
    expect(read.problems).toEqual([]);
    expect(read.families[0]).toEqual({ name: "wait_seconds", type: "histogram", help: "Waiting.", unit: "seconds" });
    expect(read.samples).toEqual([
      {
        labels: { __name__: "wait_seconds_bucket", lane: "a", le: "0.5" },
        value: 2,
        startMillis: 1_600_250,
        line: 4,
        exemplars: [{ labels: { trace_id: "abc" }, value: 0.25, timeMillis: 1_700_500 }],
      },
      {
        labels: { __name__: "wait_seconds_bucket", lane: "a", le: "+Inf" },
        value: 3,
        startMillis: 1_600_250,
        line: 5,
        exemplars: [{ labels: { trace_id: "def" }, value: 8 }],
      },
      {
        labels: { __name__: "wait_seconds_sum", lane: "a" },
        value: 9.5,
        startMillis: 1_600_250,
        line: 6,
        exemplars: [],
      },
      {
        labels: { __name__: "wait_seconds_count", lane: "a" },
        value: 3,
        startMillis: 1_600_250,
        line: 7,
        exemplars: [],
      },
      { labels: { __name__: "orders_total" }, value: 5, line: 10, exemplars: [] },
      { labels: { __name__: "queue_created" }, value: 4, line: 12, exemplars: [] },
    ]);
  });

  test("finds in protobuf what it finds in the text of the same metrics", async () => {
    const body = joined([
      family("orders_total", "counter", [metric({ lane: "a" }, counter(3)), metric({ lane: "b" }, counter(5))], {
        help: "Orders.",
      }),
      family("queue", "gauge", [metric({}, gauge(Number.NEGATIVE_INFINITY))], { help: "Queue." }),
      family("age_seconds", "summary", [metric({}, summary(7, 8.5, [[0.9, 11], [1, 13]]))], { help: "Age." }), // biome-ignore format: one line
      family(
        "wait_seconds",
        "histogram",
        [metric({}, histogram({ count: 19, sum: 17.5, buckets: [{ upper: 1, count: 2 }, { upper: 2.5, count: 6 }] }))], // biome-ignore format: one line
        { help: "Waiting.", unit: "seconds" },
      ),
    ]);
    const asText = [
      "# HELP orders_total Orders.",
      "# TYPE orders_total counter",
      `orders_total{lane="a"} 3`,
      `orders_total{lane="b"} 5`,
      "# HELP queue Queue.",
      "# TYPE queue gauge",
      "queue -Inf",
      "# HELP age_seconds Age.",
      "# TYPE age_seconds summary",
      "age_seconds_count 7",
      "age_seconds_sum 8.5",
      `age_seconds{quantile="0.9"} 11`,
      `age_seconds{quantile="1"} 13`,
      "# HELP wait_seconds Waiting.",
      "# TYPE wait_seconds histogram",
      "wait_seconds_count 19",
      "wait_seconds_sum 17.5",
      `wait_seconds_bucket{le="1"} 2`,
      `wait_seconds_bucket{le="2.5"} 6`,
      `wait_seconds_bucket{le="+Inf"} 19`,
      "",
    ].join("\n");
    const fromProtobuf = await engine().readExposition(body, protobuf);
    const fromText = await engine().readExposition(asText, text);
    expect(values(fromProtobuf)).toEqual(values(fromText));
    expect(fromProtobuf.families.map(({ unit, ...rest }) => rest)).toEqual(fromText.families);
    expect(fromProtobuf.families[3]?.unit).toBe("seconds");
    expect([fromProtobuf.problems, fromText.problems]).toEqual([[], []]);
    expect(fromProtobuf.samples.every((sample) => sample.line === undefined)).toBe(true);
  });

  test("gives exemplars, start times and times of protobuf", async () => {
    const exemplar = { labels: { trace_id: "abc" }, value: 0.75, timeMillis: 1_700_250 };
    const body = joined([
      family("orders_total", "counter", [metric({}, counter(3, { exemplar, startMillis: 1_600_125 }), 1_800_000)]),
      family("wait_seconds", "histogram", [
        metric(
          {},
          histogram({ count: 2, sum: 5, startMillis: 1_650_500, buckets: [{ upper: 1, count: 1, exemplar }] }),
        ),
      ]),
    ]);
    const { samples } = await engine().readExposition(body, protobuf);
    expect(samples[0]).toEqual({
      labels: { __name__: "orders_total" },
      value: 3,
      timeMillis: 1_800_000,
      startMillis: 1_600_125,
      exemplars: [exemplar],
    });
    expect(samples.slice(1).map(({ startMillis, exemplars }) => [startMillis, exemplars.length])).toEqual([
      [1_650_500, 0],
      [1_650_500, 0],
      [1_650_500, 1],
      [1_650_500, 0],
    ]);
  });

  test("takes bytes as well as text, and leaves the caller's as they were", async () => {
    const bytes = Buffer.from("before\na 1\nafter", "utf8").subarray(7, 11);
    const read = await engine().readExposition(bytes, text);
    expect(values(read)).toEqual([[{ __name__: "a" }, 1]]);
    expect(bytes.toString("utf8")).toBe("a 1\n");
  });

  test("refuses bytes that are not UTF-8", async () => {
    const body = Buffer.concat([Buffer.from(`a{lane="`), Buffer.of(0xff), Buffer.from(`"} 1\n`)]);
    expect(await engine().readExposition(body, text)).toEqual({
      problems: [{ kind: "syntax", line: 1, message: expect.stringContaining("invalid UTF-8 label value") }],
      families: [],
      samples: [],
    });
  });

  test("refuses protobuf that breaks off, and says after which family", async () => {
    const body = joined([
      family("orders_total", "counter", [metric({}, counter(3))]),
      family("queue", "gauge", [metric({}, gauge(4))]),
    ]);
    expect(await engine().checkExposition(body.subarray(0, body.length - 3), protobuf)).toEqual([
      { kind: "syntax", after: "orders_total", message: expect.stringContaining("insufficient length of buffer") },
    ]);
  });

  test("refuses text that claims to be protobuf, and protobuf that claims to be text", async () => {
    expect(await engine().checkExposition("orders_total 3\n", protobuf)).toMatchObject([{ kind: "syntax" }]);
    const body = family("orders_total", "counter", [metric({}, counter(3))]);
    expect(await engine().checkExposition(body, text)).toMatchObject([{ kind: "syntax", line: 1 }]);
  });
});
