import type { Storage } from "@signalbox/engine";
import { beforeEach, describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const contentType = "text/plain; version=0.0.4; charset=utf-8";
const targetLabels = { job: "shop", instance: "10.1.2.3:9464" };

describe.skipIf(!engineIsBuilt)("a scrape", () => {
  const engine = withEngine();
  let storage: Storage;
  beforeEach(async () => {
    storage = await engine().storage();
  });

  async function valuesAt(expression: string, timeSeconds: number): Promise<Record<string, number>> {
    const result = await storage.instant(expression, timeSeconds);
    if (result.kind !== "vector") throw new Error(`unexpected ${result.kind}`);
    return Object.fromEntries(result.samples.map(({ labels, value }) => [JSON.stringify(labels), value]));
  }

  async function labelsAt(expression: string, timeSeconds: number): Promise<unknown[]> {
    return Object.keys(await valuesAt(expression, timeSeconds)).map((text) => JSON.parse(text));
  }

  test("gives samples the target's labels and adds what Prometheus reports of a scrape", async () => {
    const body = `orders_total{lane="a"} 3\norders_total{lane="b"} 5\n`;
    const report = await storage.scrape({ body, contentType, targetLabels, timeMillis: 60_000, durationSeconds: 0.25 });
    expect(report).toEqual({ up: true, samples: 2, seriesAdded: 2, duplicates: 0, outOfOrder: 0 });
    expect(await valuesAt(`{job="shop"}`, 60)).toEqual({
      [JSON.stringify({ __name__: "orders_total", ...sorted, lane: "a" })]: 3,
      [JSON.stringify({ __name__: "orders_total", ...sorted, lane: "b" })]: 5,
      [JSON.stringify({ __name__: "scrape_duration_seconds", ...sorted })]: 0.25,
      [JSON.stringify({ __name__: "scrape_samples_post_metric_relabeling", ...sorted })]: 2,
      [JSON.stringify({ __name__: "scrape_samples_scraped", ...sorted })]: 2,
      [JSON.stringify({ __name__: "scrape_series_added", ...sorted })]: 2,
      [JSON.stringify({ __name__: "up", ...sorted })]: 1,
    });
  });
  const sorted = { instance: targetLabels.instance, job: targetLabels.job };

  test("keeps a label that the target replaces with the prefix exported_", async () => {
    const body = `x{job="mine",exported_job="taken"} 1\n`;
    await storage.scrape({ body, contentType, targetLabels, timeMillis: 0 });
    expect(await labelsAt("x", 0)).toEqual([
      { __name__: "x", ...sorted, exported_job: "taken", exported_exported_job: "mine" },
    ]);
  });

  test("lets exposed labels win when they are to be honoured", async () => {
    await storage.scrape({ body: `x{job="mine"} 1\n`, contentType, targetLabels, timeMillis: 0, honorLabels: true });
    expect(await labelsAt("x", 0)).toEqual([{ __name__: "x", job: "mine", instance: targetLabels.instance }]);
  });

  test("writes le and quantile as Prometheus 3 stores them", async () => {
    const body = [
      "# TYPE wait_seconds histogram",
      `wait_seconds_bucket{le="1"} 2`,
      `wait_seconds_bucket{le="+Inf"} 3`,
      "wait_seconds_sum 4",
      "wait_seconds_count 3",
      "# TYPE age_seconds summary",
      `age_seconds{quantile="1"} 6`,
      "",
    ].join("\n");
    await storage.scrape({ body, contentType, targetLabels, timeMillis: 0 });
    expect(await labelsAt("wait_seconds_bucket", 0)).toMatchObject([{ le: "+Inf" }, { le: "1.0" }]);
    expect(await labelsAt("age_seconds", 0)).toMatchObject([{ quantile: "1.0" }]);
  });

  test("marks a series stale that the next scrape lacks", async () => {
    await storage.scrape({ body: "a 1\nb 2\n", contentType, targetLabels, timeMillis: 0 });
    await storage.scrape({ body: "b 3\n", contentType, targetLabels, timeMillis: 15_000 });
    expect(await valuesAt("a", 14)).toHaveProperty([JSON.stringify({ __name__: "a", ...sorted })], 1);
    expect(await valuesAt("a", 15)).toEqual({});
    expect(Object.values(await valuesAt("b", 15))).toEqual([3]);
  });

  test("marks all stale when it fails, and none of another target", async () => {
    const other = { job: "shop", instance: "10.1.2.4:9464" };
    await storage.scrape({ body: "a 1\n", contentType, targetLabels, timeMillis: 0 });
    await storage.scrape({ body: "a 2\n", contentType, targetLabels: other, timeMillis: 0 });
    const report = await storage.scrape({ failed: "connection refused", targetLabels, timeMillis: 15_000 });
    expect(report).toMatchObject({ up: false, error: "connection refused" });
    expect(await labelsAt("a", 15)).toEqual([{ __name__: "a", instance: other.instance, job: other.job }]);
    expect(await valuesAt(`up`, 15)).toEqual({
      [JSON.stringify({ __name__: "up", ...sorted })]: 0,
      [JSON.stringify({ __name__: "up", instance: other.instance, job: other.job })]: 1,
    });
  });

  test("comes back after a failure and counts its series as new", async () => {
    await storage.scrape({ body: "a 1\n", contentType, targetLabels, timeMillis: 0 });
    await storage.scrape({ failed: "timeout", targetLabels, timeMillis: 15_000 });
    const report = await storage.scrape({ body: "a 4\n", contentType, targetLabels, timeMillis: 30_000 });
    expect(report.seriesAdded).toBe(1);
    expect(Object.values(await valuesAt("a", 30))).toEqual([4]);
  });

  test("leaves samples with a time of their own where they are, and never marks them stale", async () => {
    await storage.scrape({ body: "a 1 5000\n", contentType, targetLabels, timeMillis: 10_000 });
    await storage.scrape({ body: "", contentType, targetLabels, timeMillis: 20_000 });
    expect(Object.values(await valuesAt("a", 4))).toEqual([]);
    expect(Object.values(await valuesAt("a", 20))).toEqual([1]);
  });

  test("is refused as a whole when one line cannot be read", async () => {
    const report = await storage.scrape({ body: "a 1\nb one\n", contentType, targetLabels, timeMillis: 0 });
    expect(report).toMatchObject({ up: false, samples: 0, error: expect.stringContaining("one") });
    expect(await valuesAt("a", 0)).toEqual({});
    expect(Object.values(await valuesAt("up", 0))).toEqual([0]);
  });

  test.each(["", "text/html"])("is refused with the Content-Type %j, as Prometheus 3 does", async (wrong) => {
    const report = await storage.scrape({ body: "a 1\n", contentType: wrong, targetLabels, timeMillis: 0 });
    expect(report).toMatchObject({ up: false, error: expect.stringContaining("Content-Type") });
  });

  test("reads OpenMetrics", async () => {
    const body = "# TYPE orders counter\norders_total 7\n# EOF\n";
    const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    await storage.scrape({ body, contentType: openMetrics, targetLabels, timeMillis: 0 });
    expect(Object.values(await valuesAt("orders_total", 0))).toEqual([7]);
  });

  test("keeps the first of two samples of one series", async () => {
    const report = await storage.scrape({ body: "a 1\na 2\n", contentType, targetLabels, timeMillis: 0 });
    expect(report).toMatchObject({ up: true, duplicates: 1 });
    expect(Object.values(await valuesAt("a", 0))).toEqual([1]);
  });
});
