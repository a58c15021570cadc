import { type AppendedSeries, isStale, markStale, type Storage } from "@signalbox/engine";
import { beforeEach, describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

describe.skipIf(!engineIsBuilt)("a storage", () => {
  const engine = withEngine();
  let storage: Storage;
  beforeEach(async () => {
    storage = await engine().storage();
  });

  function everyMinute(labels: Record<string, string>, values: readonly number[], startMillis = 0): AppendedSeries {
    return {
      labels,
      timesMillis: Float64Array.from(values, (_, index) => startMillis + index * 60_000),
      values: Float64Array.from(values),
    };
  }

  test("answers an instant query from what was appended", async () => {
    await storage.append([
      everyMinute({ __name__: "queue_length", lane: "a" }, [3, 5, 8]),
      everyMinute({ __name__: "queue_length", lane: "b" }, [13, 21, 34]),
    ]);
    expect(await storage.instant("queue_length * 2", 60)).toEqual({
      kind: "vector",
      samples: [
        { labels: { lane: "a" }, value: 10 },
        { labels: { lane: "b" }, value: 42 },
      ],
    });
  });

  test("answers scalars, strings and ranges at one time", async () => {
    await storage.append([everyMinute({ __name__: "queue_length" }, [3, 5, 8])]);
    expect(await storage.instant("1 / 0", 0)).toEqual({ kind: "scalar", value: Number.POSITIVE_INFINITY });
    expect(await storage.instant(`"text"`, 0)).toEqual({ kind: "string", value: "text" });
    expect(await storage.instant("queue_length[90s]", 120)).toEqual({
      kind: "matrix",
      series: [
        { labels: { __name__: "queue_length" }, times: Float64Array.of(60, 120), values: Float64Array.of(5, 8) },
      ],
    });
  });

  test("computes a rate as by hand, also over a counter reset", async () => {
    await storage.append([everyMinute({ __name__: "orders_total" }, [100, 160, 220, 30, 90, 150])]);
    // Samples at 60 to 300 s in a window that is left open at 0: increases 60 + 30 (after the reset) + 60 + 60 over
    // 240 s, extended to the 300 s of the window.
    expect(await storage.instant("increase(orders_total[5m])", 300)).toMatchObject({ samples: [{ value: 262.5 }] });
  });

  test("gives a range result as typed arrays in the order of labels", async () => {
    await storage.append([
      everyMinute({ __name__: "queue_length", lane: "b" }, [13, 21, 34]),
      everyMinute({ __name__: "queue_length", lane: "a" }, [3, 5], 60_000),
    ]);
    expect(await storage.range("queue_length", 0, 120, 60)).toEqual([
      {
        labels: { __name__: "queue_length", lane: "a" },
        times: Float64Array.of(60, 120),
        values: Float64Array.of(3, 5),
      },
      {
        labels: { __name__: "queue_length", lane: "b" },
        times: Float64Array.of(0, 60, 120),
        values: Float64Array.of(13, 21, 34),
      },
    ]);
  });

  test("forgets a series five minutes after its last sample, and at once after a stale marker", async () => {
    const ended = everyMinute({ __name__: "queue_length", lane: "ended" }, [3, 0]);
    markStale(ended.values, 1);
    await storage.append([everyMinute({ __name__: "queue_length", lane: "silent" }, [5, 8]), ended]);
    const lanesAt = async (seconds: number) => {
      const result = await storage.instant("queue_length", seconds);
      return result.kind === "vector" ? result.samples.map(({ labels }) => labels["lane"]) : [];
    };
    expect(await lanesAt(59)).toEqual(["ended", "silent"]);
    expect(await lanesAt(60)).toEqual(["silent"]);
    expect(await lanesAt(359)).toEqual(["silent"]);
    expect(await lanesAt(360)).toEqual([]);
  });

  test("keeps NaN apart from a stale marker", async () => {
    await storage.append([everyMinute({ __name__: "ratio" }, [Number.NaN])]);
    const result = await storage.instant("ratio", 0);
    expect(result).toMatchObject({ samples: [{ value: Number.NaN }] });
    const values = Float64Array.of(Number.NaN, 1);
    expect(isStale(values, 0)).toBe(false);
    markStale(values, 1);
    expect(isStale(values, 1)).toBe(true);
  });

  test("leaves the caller's arrays as they were", async () => {
    const series = everyMinute({ __name__: "queue_length" }, [3, 5, 8]);
    await storage.append([series]);
    expect(series.values).toEqual(Float64Array.of(3, 5, 8));
  });

  test("lets the later value win at the same time", async () => {
    await storage.append([everyMinute({ __name__: "queue_length" }, [3])]);
    await storage.append([everyMinute({ __name__: "queue_length" }, [5])]);
    expect(await storage.instant("queue_length", 0)).toMatchObject({ samples: [{ value: 5 }] });
  });

  test("refuses times that run backwards, and says which and how to do it", async () => {
    await storage.append([everyMinute({ __name__: "queue_length", lane: "a" }, [3, 5])]);
    await expect(storage.append([everyMinute({ __name__: "queue_length", lane: "a" }, [8])])).rejects.toMatchObject({
      name: "SampleError",
      message:
        `sample of {__name__="queue_length", lane="a"} at 0 ms (1970-01-01T00:00:00Z) is older than its last one, ` +
        "at 60000 ms (1970-01-01T00:01:00Z): append each series in the order of time",
    });
  });

  test("refuses as many times as values it did not get", async () => {
    const series = { labels: { __name__: "x" }, timesMillis: Float64Array.of(1, 2), values: Float64Array.of(3) };
    await expect(storage.append([series])).rejects.toMatchObject({
      name: "SampleError",
      message: `The series {"__name__":"x"} has 2 times and 1 values; it needs as many of both.`,
    });
  });

  test("a query that fails names itself", async () => {
    await expect(storage.instant("rate(", 0)).rejects.toMatchObject({ name: "QueryError", expression: "rate(" });
    await storage.append([
      everyMinute({ __name__: "a", lane: "x", side: "l" }, [1]),
      everyMinute({ __name__: "a", lane: "x", side: "r" }, [2]),
      everyMinute({ __name__: "b", lane: "x" }, [3]),
    ]);
    await expect(storage.range("b / on (lane) a", 0, 60, 60)).rejects.toMatchObject({
      name: "QueryError",
      message: expect.stringContaining("found duplicate series"),
    });
  });

  test("answers the same whatever the order in which series arrived", async () => {
    const [a, b] = [
      everyMinute({ __name__: "even", lane: "a" }, [5]),
      everyMinute({ __name__: "even", lane: "b" }, [5]),
    ];
    const other = await engine().storage();
    await storage.append([a, b]);
    await other.append([b, a]);
    const first = await storage.instant("topk(1, even)", 0);
    expect(first).toMatchObject({ samples: [{ value: 5 }] });
    expect(await other.instant("topk(1, even)", 0)).toEqual(first);
  });

  test("two storages side by side know nothing of each other", async () => {
    const other = await engine().storage();
    await storage.append([everyMinute({ __name__: "queue_length" }, [3])]);
    await other.append([everyMinute({ __name__: "queue_length" }, [5]), everyMinute({ __name__: "more" }, [8])]);
    expect(await storage.instant("queue_length", 0)).toMatchObject({ samples: [{ value: 3 }] });
    expect(await other.instant("queue_length", 0)).toMatchObject({ samples: [{ value: 5 }] });
    expect([await storage.series(), await other.series()]).toEqual([1, 2]);
  });

  test("drops what lies before a time, and series that have nothing left", async () => {
    await storage.append([
      everyMinute({ __name__: "queue_length", lane: "old" }, [3, 5]),
      everyMinute({ __name__: "queue_length", lane: "new" }, [8, 13, 21, 34]),
    ]);
    await storage.forgetBefore(120_000);
    expect(await storage.series()).toBe(1);
    expect(await storage.range("queue_length", 0, 180, 60)).toEqual([
      {
        labels: { __name__: "queue_length", lane: "new" },
        times: Float64Array.of(120, 180),
        values: Float64Array.of(21, 34),
      },
    ]);
  });

  test("rejects calls after it was disposed", async () => {
    await storage.dispose();
    await expect(storage.series()).rejects.toMatchObject({ name: "StorageLost" });
  });
});
