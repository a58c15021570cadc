import type { NativeHistogram, RangeEvaluation, ScrapeReport, Storage } from "@signalbox/engine";
import { beforeEach, describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { family, gauge, histogram, joined, metric, type WrittenHistogram } from "./written-protobuf.ts";

const contentType = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const targetLabels = { job: "shop" };

/** Observations in the bucket from 1 to 2 and in the one from 2 to 4. */
function waits(upToTwo: number, upToFour: number): WrittenHistogram {
  return {
    count: upToTwo + upToFour,
    sum: upToTwo * 1.5 + upToFour * 3,
    schema: 0,
    zeroThreshold: 0.001,
    positiveSpans: [[1, 2]],
    positiveDeltas: [upToTwo, upToFour - upToTwo],
    buckets: [{ upper: 2, count: upToTwo }],
  };
}

describe.skipIf(!engineIsBuilt)("a storage of native histograms", () => {
  const engine = withEngine();
  let storage: Storage;
  beforeEach(async () => {
    storage = await engine().storage();
  });

  function scrape(
    timeSeconds: number,
    of: WrittenHistogram,
    options: { nativeHistograms?: boolean; classicHistograms?: boolean } = { nativeHistograms: true },
  ): Promise<ScrapeReport> {
    const body = family("wait_seconds", "histogram", [metric({}, histogram(of))]);
    return storage.scrape({ body, contentType, targetLabels, timeMillis: timeSeconds * 1000, ...options });
  }

  async function valuesAt(expression: string, timeSeconds: number): Promise<number[]> {
    const result = await storage.instant(expression, timeSeconds);
    if (result.kind !== "vector") throw new Error(`unexpected ${result.kind}`);
    return result.samples.map(({ value }) => value);
  }

  async function namesAt(timeSeconds: number): Promise<unknown[]> {
    const result = await storage.instant(`{__name__=~"wait.*"}`, timeSeconds);
    return result.kind === "vector" ? result.samples.map(({ labels }) => labels["__name__"]) : [];
  }

  test("is filled by a scrape that asks for them, and only then", async () => {
    expect(await scrape(0, waits(6, 2))).toEqual({
      up: true,
      samples: 1,
      seriesAdded: 1,
      duplicates: 0,
      outOfOrder: 0,
    });
    expect(await namesAt(0)).toEqual(["wait_seconds"]);
    expect(await scrape(60, waits(6, 2), {})).toMatchObject({ samples: 4, seriesAdded: 4 });
    const classic = ["wait_seconds_bucket", "wait_seconds_bucket", "wait_seconds_count", "wait_seconds_sum"];
    expect(await namesAt(60)).toEqual(classic);
    await scrape(120, waits(6, 2), { nativeHistograms: true, classicHistograms: true });
    expect(await namesAt(120)).toEqual(["wait_seconds", ...classic]);
  });

  test("interpolates quantiles inside of a bucket on the exponential scale", async () => {
    await scrape(0, waits(6, 2));
    // The 3rd of 6 observations between 1 and 2 lies at 2^(1/2); the 7th of 8 halfway between 2 and 4 in powers of two.
    const [inFirst] = await valuesAt("histogram_quantile(0.375, wait_seconds)", 0);
    expect(inFirst).toBeCloseTo(Math.SQRT2, 12);
    const [inSecond] = await valuesAt("histogram_quantile(0.875, wait_seconds)", 0);
    expect(inSecond).toBeCloseTo(2 * Math.SQRT2, 12);
    expect(await valuesAt("histogram_count(wait_seconds)", 0)).toEqual([8]);
    expect(await valuesAt("histogram_sum(wait_seconds)", 0)).toEqual([15]);
  });

  test("takes increases over a reset", async () => {
    await scrape(0, waits(10, 20));
    await scrape(60, waits(16, 24));
    await scrape(120, waits(3, 5));
    await scrape(180, waits(4, 7));
    // Samples at 60, 120 and 180 s in a window that is left open at 0: increases of 8 (after the reset) and 3 over 120 s,
    // extended to the 180 s of the window.
    expect(await valuesAt("histogram_count(increase(wait_seconds[3m]))", 180)).toEqual([(11 * 180) / 120]);
  });

  test("gives histograms themselves, at one time and over a range", async () => {
    const at = (upToTwo: number, upToFour: number): NativeHistogram => ({
      schema: 0,
      zeroThreshold: 0.001,
      zeroCount: 0,
      count: upToTwo + upToFour,
      sum: upToTwo * 1.5 + upToFour * 3,
      positive: [
        [1, 2, upToTwo],
        [2, 4, upToFour],
      ],
      negative: [],
    });
    await scrape(0, waits(3, 2));
    await scrape(60, waits(7, 5));
    const labels = { __name__: "wait_seconds", job: "shop" };
    expect(await storage.instant("wait_seconds", 60)).toEqual({
      kind: "vector",
      samples: [{ labels, value: Number.NaN, histogram: at(7, 5) }],
    });
    const histograms = [
      { timeSeconds: 0, histogram: at(3, 2) },
      { timeSeconds: 60, histogram: at(7, 5) },
    ];
    const series = [{ labels, times: new Float64Array(), values: new Float64Array(), histograms }];
    expect(await storage.range("wait_seconds", 0, 60, 60)).toEqual(series);
    expect(await storage.instant("wait_seconds[2m]", 60)).toEqual({ kind: "matrix", series });
  });

  test("forgets a histogram that the next scrape lacks, and takes floats in its place", async () => {
    await scrape(0, waits(3, 2));
    await storage.scrape({ failed: "timeout", targetLabels, timeMillis: 15_000 });
    expect(await namesAt(14)).toEqual(["wait_seconds"]);
    expect(await namesAt(15)).toEqual([]);
    const body = family("wait_seconds", "gauge", [metric({}, gauge(7))]);
    await storage.scrape({ body, contentType, targetLabels, timeMillis: 30_000, nativeHistograms: true });
    expect(await valuesAt("wait_seconds", 30)).toEqual([7]);
    await storage.forgetBefore(20_000);
    expect(await storage.range("wait_seconds", 0, 30, 15)).toMatchObject([{ times: Float64Array.of(30) }]);
    await scrape(45, waits(13, 11));
    await storage.forgetBefore(40_000);
    expect(await valuesAt("histogram_count(wait_seconds)", 45)).toEqual([24]);
  });

  test("keeps the first of two histograms at one time, and counts those that differ", async () => {
    const body = joined([waits(3, 2), waits(5, 4)].map((of) => family("wait_seconds", "histogram", [metric({}, histogram(of), 5000)]))); // biome-ignore format: one line
    const times = { contentType, targetLabels, nativeHistograms: true };
    expect(await storage.scrape({ body, timeMillis: 6000, ...times })).toMatchObject({ samples: 2, duplicates: 1 });
    expect(await valuesAt("histogram_count(wait_seconds)", 6)).toEqual([5]);
    const same = family("wait_seconds", "histogram", [metric({}, histogram(waits(3, 2)), 5000)]);
    expect(await storage.scrape({ body: same, timeMillis: 7000, ...times })).toMatchObject({ duplicates: 0 });
  });

  test("lets an appended float take the place of a histogram", async () => {
    await scrape(0, waits(3, 2));
    const labels = { __name__: "wait_seconds", ...targetLabels };
    await storage.append([{ labels, timesMillis: Float64Array.of(0), values: Float64Array.of(17) }]);
    expect(await valuesAt("wait_seconds", 0)).toEqual([17]);
  });

  test("refuses the whole scrape for a histogram that contradicts itself", async () => {
    const report = await scrape(0, { ...waits(3, 2), count: 6 });
    expect(report).toMatchObject({ up: false, samples: 0, error: expect.stringContaining("Count field is 6") });
    expect(await namesAt(0)).toEqual([]);
  });

  test("is read and written by rules, in a span as step by step", async () => {
    const yaml = [
      "groups:",
      "  - name: g",
      "    interval: 60s",
      "    rules:",
      "      - record: wait_seconds:increase2m",
      "        expr: increase(wait_seconds[2m])",
      "      - alert: Slow",
      "        expr: histogram_quantile(0.5, wait_seconds:increase2m) > 2",
      "        for: 1m",
    ].join("\n");
    const evaluate = async (stepByStep: boolean): Promise<[RangeEvaluation["alerts"], unknown]> => {
      storage = await engine().storage();
      for (const [minute, of] of [waits(0, 0), waits(9, 1), waits(10, 11), waits(11, 22), waits(12, 33)].entries()) {
        await scrape(minute * 60, of);
      }
      const rules = await engine().rules(yaml);
      const { alerts, errors } = await rules.evaluateRange(storage, { startMillis: 0, endMillis: 240_000, stepByStep });
      expect(errors).toEqual([]);
      return [alerts, await storage.range("wait_seconds:increase2m", 0, 240, 60)];
    };
    const [alerts, recorded] = await evaluate(false);
    expect(recorded).toMatchObject([{ labels: { __name__: "wait_seconds:increase2m" }, histograms: [{ timeSeconds: 60 }, { timeSeconds: 120 }, { timeSeconds: 180 }, { timeSeconds: 240 }] }]); // biome-ignore format: one line
    expect(alerts).toMatchObject([{ name: "Slow" }]);
    expect(await evaluate(true)).toEqual([alerts, recorded]);
  });
});
