import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, bucketMatcher, differs, equals, matches, matchesNot, selector } from "../../queries/index.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

it("writes a metric without matchers as its name alone", () => {
  expect(selector("up", [])).toBe("up");
});

it("writes one listed value as an equality, and several as a pattern that takes each literally", () => {
  expect(selector("up", [anyOf("job", ["a.b"])])).toBe('up{job="a.b"}');
  expect(selector("up", [anyOf("job", ["a.b", "c|d"])])).toBe('up{job=~"a\\\\.b|c\\\\|d"}');
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('"', "\\", "\n", "\r", "\t", "{", "}", "`", "'", "#", "$", "é", "😀"),
    maxLength: 8,
  }),
);

describe.skipIf(!engineIsBuilt)("a selector, read by Prometheus", () => {
  const engine = withEngine();

  async function matchersOf(expression: string): Promise<readonly object[]> {
    const result = await engine().parse(expression);
    if (!result.ok || result.ast.kind !== "selector") throw new Error(`${expression}: ${JSON.stringify(result)}`);
    return result.ast.matchers.filter(({ label }) => label !== "__name__");
  }

  it("has exactly the matchers that were meant, whatever their values", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (first, second) => {
        const meant = [equals("one", first), differs("two", second)];
        expect(await matchersOf(selector("metric", meant))).toEqual(meant);
      }),
      { numRuns: 150 },
    );
  });

  it("keeps patterns as they are", async () => {
    const meant = [matches("one", 'a\\.b|"c"'), matchesNot("two", "5..")];
    expect(await matchersOf(selector("metric", meant))).toEqual(meant);
  });

  it("selects each of several listed values and nothing that looks like them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
        async (values) => {
          const storage = await engine().storage();
          const all = [...new Set([...values, "x", "axb", ...values.map((value) => `${value}x`)])];
          await storage.append(
            all.map((value) => ({
              labels: { __name__: "metric", listed: value },
              timesMillis: Float64Array.of(1000),
              values: Float64Array.of(1),
            })),
          );
          const found = await storage.instant(selector("metric", [anyOf("listed", values)]), 1);
          await storage.dispose();
          const listed = found.kind === "vector" ? found.samples.map(({ labels }) => labels["listed"]) : [];
          expect(new Set(listed)).toEqual(new Set(values));
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    [1, ["1", "1.0"]],
    [10, ["10", "10.0"]],
    [0.25, ["0.25"]],
  ])("finds the bucket %d as Prometheus 2 and 3 store it, and no other", async (bound, stored) => {
    const storage = await engine().storage();
    await storage.append(
      ["1", "1.0", "10", "10.0", "100", "0.25", "110", "1x0", "+Inf"].map((le) => ({
        labels: { __name__: "metric_bucket", le },
        timesMillis: Float64Array.of(1000),
        values: Float64Array.of(1),
      })),
    );
    const found = await storage.instant(selector("metric_bucket", [bucketMatcher(bound)]), 1);
    await storage.dispose();
    expect(found.kind === "vector" ? found.samples.map(({ labels }) => labels["le"]).sort() : found).toEqual(stored);
  });
});
