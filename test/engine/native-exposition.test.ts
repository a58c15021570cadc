import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { counter, family, gauge, histogram, joined, metric, type WrittenHistogram } from "./written-protobuf.ts";

const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

// As Prometheus has it in its table of bounds, one step of rounding below Math.SQRT1_2.
const rootOfHalf = 0.7071067811865475;

const both: WrittenHistogram = {
  count: 12,
  sum: 15.5,
  schema: 1,
  zeroThreshold: 0.001,
  zeroCount: 2,
  positiveSpans: [[0, 2], [2, 1]], // biome-ignore format: one line
  positiveDeltas: [3, -2, 4],
  negativeSpans: [[1, 1]],
  negativeDeltas: [1],
  buckets: [{ upper: 1, count: 6 }, { upper: Number.POSITIVE_INFINITY, count: 12 }], // biome-ignore format: one line
};

describe.skipIf(!engineIsBuilt)("reading native histograms", () => {
  const engine = withEngine();

  const waits = (...values: readonly WrittenHistogram[]): Uint8Array =>
    family(
      "wait_seconds",
      "histogram",
      values.map((value, index) => metric({ lane: `${index}` }, histogram(value))),
      { help: "Waiting." },
    );

  test("resolves spans and deltas to bounds and counts", async () => {
    const read = await engine().readExposition(waits(both), protobuf, { classicHistograms: false });
    expect(read.problems).toEqual([]);
    expect(read.samples).toEqual([
      {
        labels: { __name__: "wait_seconds", lane: "0" },
        value: 15.5,
        histogram: {
          schema: 1,
          zeroThreshold: 0.001,
          zeroCount: 2,
          count: 12,
          sum: 15.5,
          positive: [
            [rootOfHalf, 1, 3],
            [1, 2 * rootOfHalf, 1],
            [4 * rootOfHalf, 4, 5],
          ],
          negative: [[-2 * rootOfHalf, -1, 1]],
        },
        exemplars: [],
      },
    ]);
  });

  test("gives the classic series too, or alone, as it is asked", async () => {
    const names = async (reading: object): Promise<unknown[]> => {
      const { samples } = await engine().readExposition(waits(both), protobuf, reading);
      return samples.map(({ labels, histogram: native }) => [labels["__name__"], labels["le"], native !== undefined]);
    };
    const classic = [
      ["wait_seconds_count", undefined, false],
      ["wait_seconds_sum", undefined, false],
      ["wait_seconds_bucket", "1.0", false],
      ["wait_seconds_bucket", "+Inf", false],
    ];
    expect(await names({})).toEqual([["wait_seconds", undefined, true], ...classic]);
    expect(await names({ classicHistograms: false })).toEqual([["wait_seconds", undefined, true]]);
    expect(await names({ nativeHistograms: false })).toEqual(classic);
  });

  test("takes histograms without observations, of floats and of a gauge", async () => {
    const body = joined([
      waits({ count: 0, sum: 0, schema: 3, positiveSpans: [[0, 0]] }),
      family("load", "gaugeHistogram", [
        metric({}, histogram({ countFloat: 4.5, sum: Number.NaN, schema: -4, positiveSpans: [[1, 1]], positiveCounts: [2.5] })), // biome-ignore format: one line
      ]),
    ]);
    const { families, samples } = await engine().readExposition(body, protobuf);
    expect(families.map(({ type }) => type)).toEqual(["histogram", "gaugehistogram"]);
    expect(samples.map((sample) => sample.histogram)).toEqual([
      { schema: 3, zeroThreshold: 0, zeroCount: 0, count: 0, sum: 0, positive: [], negative: [] },
      {
        schema: -4,
        zeroThreshold: 0,
        zeroCount: 0,
        count: 4.5,
        sum: Number.NaN,
        positive: [[1, 65_536, 2.5]],
        negative: [],
      },
    ]);
  });

  test("takes the bounds of every schema from the powers of two, whichever way the deltas are written", async () => {
    const bucket = fc.record({ gap: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 2 ** 40 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -4, max: 8 }),
        fc.integer({ min: -40, max: 40 }),
        fc.array(bucket, { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        async (schema, first, buckets, packed) => {
          let index = first - 1;
          let before = 0;
          const upper = (at: number): number => 2 ** (at * 2 ** -schema);
          const expected = buckets.map(({ gap, count }, at) => {
            index += (at === 0 ? 0 : gap) + 1;
            return [upper(index - 1), upper(index), count] as const;
          });
          const body = waits({
            count: buckets.reduce((sum, { count }) => sum + count, 0),
            sum: 1.5,
            schema,
            packed,
            positiveSpans: buckets.map(({ gap }, at) => [at === 0 ? first : gap, 1]),
            positiveDeltas: buckets.map(({ count }) => {
              const delta = count - before;
              before = count;
              return delta;
            }),
          });
          const { problems, samples } = await engine().readExposition(body, protobuf);
          expect(problems).toEqual([]);
          const shown = samples[0]?.histogram?.positive ?? [];
          expect(shown.map(([, , count]) => count)).toEqual(expected.map(([, , count]) => count));
          for (const [at, [lower, high]] of shown.entries()) {
            expect(lower / (expected[at]?.[0] ?? 0)).toBeCloseTo(1, 12);
            expect(high / (expected[at]?.[1] ?? 0)).toBeCloseTo(1, 12);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("refuses a histogram of floats with a negative count", async () => {
    const broken = { countFloat: 3.5, sum: 1.5, schema: 0, positiveSpans: [[1, 1]] as const, positiveCounts: [-4.5] };
    expect(await engine().checkExposition(waits(broken), protobuf)).toMatchObject([
      { kind: "histogram", message: expect.stringContaining("observation count of -4.5") },
    ]);
  });

  test("gives the exemplars that have a time, as Prometheus drops the others", async () => {
    const exemplars = [
      { labels: { trace_id: "kept" }, value: 1.25, timeMillis: 1_700_500 },
      { labels: { trace_id: "dropped" }, value: 3 },
    ];
    const { samples } = await engine().readExposition(waits({ ...both, exemplars, startMillis: 1_600_750 }), protobuf);
    expect(samples[0]).toMatchObject({ exemplars: [exemplars[0]], startMillis: 1_600_750 });
  });

  test("refuses a histogram whose buckets do not add up, and names it", async () => {
    expect(await engine().checkExposition(waits(both, { ...both, count: 13 }), protobuf)).toEqual([
      {
        kind: "histogram",
        metric: "wait_seconds",
        series: `{__name__="wait_seconds", lane="1"}`,
        message: expect.stringContaining("12 observations found in buckets, but the Count field is 13"),
      },
    ]);
  });

  test.each([
    ["whose count falls below zero", { ...both, positiveDeltas: [3, -4, 8] }, "observation count of -1"],
    ["of a schema that is too coarse", { ...both, schema: -5 }, "schema -5"],
    ["of a schema that is too fine", { ...both, schema: 9 }, "schema 9"],
    ["whose spans overlap", { ...both, positiveSpans: [[0, 2], [-1, 1]] as const }, "offset is negative"], // biome-ignore format: one line
  ])("refuses a histogram %s", async (_, broken, message) => {
    const found = await engine().checkExposition(waits(broken), protobuf);
    expect(found).toMatchObject([{ kind: "histogram", message: expect.stringContaining(message) }]);
  });

  test.each([
    [0, "syntax", "spans require 7 buckets, have 3"],
    [1, "histogram", "spans need 7 buckets, have 3"],
  ])("refuses spans that do not fit the buckets, in series %i", async (place, kind, message) => {
    const broken = { ...both, buckets: [], positiveSpans: [[0, 7]] as const };
    const series = [
      { ...both, buckets: [] },
      { ...both, buckets: [] },
    ];
    series[place] = broken;
    const found = await engine().checkExposition(waits(...series), protobuf);
    expect(found).toMatchObject([{ kind, message: expect.stringContaining(message) }]);
    expect(await engine().checkExposition(waits(both), protobuf)).toEqual([]);
  });

  test("reports a series twice, native or not", async () => {
    const body = joined([
      family("wait_seconds", "histogram", [metric({}, histogram(both))], { help: "Waiting." }),
      family("wait_seconds_count", "counter", [metric({}, counter(3))], { help: "Counted." }),
      family("load", "histogram", [metric({}, histogram({ ...both, buckets: [] }))], { help: "Load." }),
      family("load", "gauge", [metric({}, gauge(4))], { help: "Load." }),
    ]);
    const found = await engine().checkExposition(body, protobuf);
    expect(found.filter(({ kind }) => kind === "duplicate").map(({ message }) => message)).toEqual([
      `series {__name__="wait_seconds_count"} is exposed twice; Prometheus keeps the first sample`,
      `series {__name__="load"} is exposed twice; Prometheus keeps the first sample`,
    ]);
  });
});
