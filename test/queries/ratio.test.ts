import { describe, expect, it } from "vitest";
import { chainedErrorRatio, equals, errorRatio, ratioOf, sumBy } from "../../queries/index.ts";
import { ledger } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

type Sample = readonly [name: string, labels: Readonly<Record<string, string>>, value: number];

describe.skipIf(!engineIsBuilt)("a ratio, computed by Prometheus", () => {
  const engine = withEngine();

  /** Values by the label `zone`, from series that have stood at their value for a moment. */
  async function answers(expression: string, samples: readonly Sample[]): Promise<Readonly<Record<string, number>>> {
    const storage = await engine().storage();
    await storage.append(
      samples.map(([name, labels, value]) => ({
        labels: { __name__: name, ...labels },
        timesMillis: Float64Array.of(0),
        values: Float64Array.of(value),
      })),
    );
    const result = await storage.instant(expression, 0);
    await storage.dispose();
    if (result.kind !== "vector") throw new Error(result.kind);
    return Object.fromEntries(result.samples.map(({ labels, value }) => [labels["zone"] ?? "", value]));
  }

  const byZone = ratioOf(sumBy(["zone"], "bad"), sumBy(["zone"], "all"));

  it("is the part over the whole, for each group by itself", async () => {
    const samples: readonly Sample[] = [
      ["bad", { zone: "a" }, 3],
      ["all", { zone: "a" }, 12],
      ["bad", { zone: "b", pod: "1" }, 1],
      ["bad", { zone: "b", pod: "2" }, 4],
      ["all", { zone: "b" }, 8],
    ];
    expect(await answers(byZone, samples)).toEqual({ a: 0.25, b: 0.625 });
  });

  it("is 0 where there is a whole and a part was never counted", async () => {
    expect(
      await answers(byZone, [
        ["all", { zone: "a" }, 7],
        ["bad", { zone: "b" }, 2],
        ["all", { zone: "b" }, 5],
      ]),
    ).toEqual({
      a: 0,
      b: 0.4,
    });
  });

  it("is absent, neither NaN nor 0, where the whole stands still or does not exist", async () => {
    expect(
      await answers(byZone, [
        ["all", { zone: "a" }, 0],
        ["bad", { zone: "a" }, 0],
        ["bad", { zone: "b" }, 6],
      ]),
    ).toEqual({});
  });

  it("of failed requests counts each status that is bad, and starts at 0 before the first failure", async () => {
    const storage = await engine().storage();
    const timesMillis = Float64Array.from([0, 60_000, 120_000]);
    const series = (code: string, path: string, values: readonly number[]) => ({
      labels: { __name__: "ledger_http_duration_ms_count", job: "ledger", code, path },
      timesMillis,
      values: Float64Array.from(values),
    });
    await storage.append([
      series("200", "/fine", [0, 50, 100]),
      series("200", "/poor", [0, 35, 70]),
      series("503", "/poor", [0, 10, 20]),
      series("499", "/poor", [0, 5, 10]),
    ]);
    const result = await storage.instant(errorRatio(ledger.http, [equals("job", "ledger")], "5m", ["path"]), 120);
    await storage.dispose();
    const values = result.kind === "vector" ? result.samples.map(({ labels, value }) => [labels["path"], value]) : [];
    expect(Object.fromEntries(values)).toEqual({ "/fine": 0, "/poor": expect.closeTo(0.3, 9) });
  });

  it("over a long window weighs busy and quiet times by their events", async () => {
    const storage = await engine().storage();
    const timesMillis = Float64Array.from([0, 60_000]);
    await storage.append([
      { labels: { __name__: "sli:bad_events:rate5m", sli: "x" }, timesMillis, values: Float64Array.of(1, 9) },
      { labels: { __name__: "sli:events:rate5m", sli: "x" }, timesMillis, values: Float64Array.of(2, 98) },
    ]);
    const result = await storage.instant(chainedErrorRatio([equals("sli", "x")], "10m"), 60);
    await storage.dispose();
    expect(result.kind === "vector" ? result.samples.map(({ value }) => value) : []).toEqual([0.1]);
  });
});
