import { DefinitionError, defineService, histogram, open } from "@signalbox/contract";
import type { NativeHistogram } from "@signalbox/engine";
import { instrument } from "@signalbox/exporter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { nativeHistograms, readScrape } from "./read-scrape.ts";

const bucketBudget = 160;

/** A service with one histogram, whose series are told apart by a label `part`. */
function distribution(native: boolean | { readonly growth?: number }) {
  return defineService({
    name: "shop",
    team: "storefront",
    description: "Sells products.",
    metrics: {
      shop_weights_grams: histogram("Weights.", {
        unit: "grams",
        bounds: [-7, 0.5, 3],
        labels: { part: open({ max: 500 }) },
        native,
      }),
    },
    indicators: {},
  });
}

/** Numbers from 0 to 1, the same in each run. */
function* randoms(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The double next to a positive one. */
function neighbour(value: number, step: 1n | -1n): number {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + step;
  return double[0] ?? 0;
}

/** What the buckets that Prometheus resolved must hold: each value in the one that it is in, the upper bound belonging to it. */
function expectExact(
  { positive, negative, zeroThreshold, zeroCount, count }: NativeHistogram,
  values: readonly number[],
) {
  const above = values.filter((value) => value > zeroThreshold);
  const below = values.filter((value) => -value > zeroThreshold);
  const mirrored = negative.map(([lower, upper, held]) => [-upper, -lower, held] as const);
  expect(positive.filter(([, , held]) => held > 0)).toEqual(counted(positive, above));
  expect(mirrored.filter(([, , held]) => held > 0)).toEqual(
    counted(
      mirrored,
      below.map((value) => -value),
    ),
  );
  expect(zeroCount).toBe(values.length - above.length - below.length);
  expect(count).toBe(values.length);
}

function counted(buckets: readonly (readonly [number, number, number])[], sizes: readonly number[]) {
  const held = buckets.map(() => 0);
  for (const size of sizes) {
    let from = 0;
    let to = buckets.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((buckets[middle]?.[1] ?? 0) >= size) to = middle;
      else from = middle + 1;
    }
    if (!((buckets[from]?.[0] ?? size) < size)) throw new Error(`no bucket holds ${size}`);
    held[from] = (held[from] ?? 0) + 1;
  }
  return buckets.map(([lower, upper], index) => [lower, upper, held[index]]).filter(([, , count]) => count !== 0);
}

describe.skipIf(!engineIsBuilt)("a native histogram", () => {
  const engine = withEngine();

  async function observed(values: ReadonlyMap<string, readonly number[]>, native: true | { readonly growth?: number }) {
    const signals = instrument(distribution(native));
    for (const [part, some] of values) {
      const held = signals.metrics.shop_weights_grams.with({ part });
      for (const value of some) held.observe(value);
    }
    const read = await readScrape(engine(), signals, "protobuf");
    expect(read.problems).toEqual([]);
    return nativeHistograms(read, "shop_weights_grams", "part");
  }

  it.each([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "counts 200,000 values exactly where Prometheus has its bounds of schema %i",
    async (schema) => {
      const random = randoms(schema + 17);
      const octaves = [-121, -64, -1, 0, 1, 52, 1022];
      const values = new Map<string, number[]>();
      const add = (part: string, value: number): void => {
        const known = values.get(part);
        if (known === undefined) values.set(part, [value]);
        else known.push(value);
      };
      for (let index = 0; index < 200_000; index++) {
        const octave = octaves[index % octaves.length] ?? 0;
        const fraction = random.next().value;
        const third = Math.floor(fraction * 3);
        add(`${octave} ${third}`, 2 ** (octave + fraction) * (third === 1 ? -1 : 1));
      }
      const growth = 2 ** (2 ** -schema);
      const first = await observed(values, { growth });
      expect([...first.keys()]).toEqual([...values.keys()]);
      const edges = new Map<string, number[]>();
      for (const [part, read] of first) {
        expect(read.schema).toBe(schema);
        expectExact(read, values.get(part) ?? []);
        const bounds = read.positive.map(([, upper]) => upper).filter(Number.isFinite);
        edges.set(
          part,
          bounds.flatMap((bound) => [bound, neighbour(bound, 1n), neighbour(bound, -1n)]).filter(Number.isFinite),
        );
      }
      for (const [part, read] of await observed(edges, { growth })) expectExact(read, edges.get(part) ?? []);
    },
    60_000,
  );

  it("counts what is nearest to zero as zero: both zeros, subnormal numbers, and 2^-128 itself", async () => {
    const least = 2 ** -128;
    const values = [0, -0, Number.MIN_VALUE, -3 * Number.MIN_VALUE, 2 ** -1022, least, -least];
    const beside = [neighbour(least, 1n), -neighbour(least, 1n)];
    const read = (await observed(new Map([["a", [...values, ...beside]]]), true)).get("a");
    expect(read).toMatchObject({ zeroThreshold: least, zeroCount: 7 });
    expect(read?.positive).toHaveLength(1);
    expect(read?.negative).toHaveLength(1);
  });

  it("holds the largest numbers of both signs", async () => {
    const values = [Number.MAX_VALUE, -Number.MAX_VALUE];
    const read = (await observed(new Map([["a", values]]), { growth: 1.002 })).get("a");
    expect(read?.positive.map(([, upper]) => upper)).toEqual([Number.MAX_VALUE]);
    expect(read?.negative).toHaveLength(1);
  });

  it("has a growth of at most 1.1 when it is not told, and at most the one that it is told", async () => {
    const values = new Map([["a", [0.3]]]);
    expect((await observed(values, true)).get("a")?.schema).toBe(3);
    expect((await observed(values, {})).get("a")?.schema).toBe(3);
    expect((await observed(values, { growth: 1.09 })).get("a")?.schema).toBe(4);
    expect((await observed(values, { growth: 1.00001 })).get("a")?.schema).toBe(8);
    expect((await observed(values, { growth: 65_536 })).get("a")?.schema).toBe(-4);
  });

  it("halves its resolution until no more than 160 buckets hold something, and stays exact", async () => {
    const values = Array.from({ length: 4000 }, (_, index) => 1.013 ** (index % 400) * (index % 3 === 0 ? -1 : 1));
    const read = (await observed(new Map([["a", values]]), { growth: 1.005 })).get("a") as NativeHistogram;
    expect(read.schema).toBe(3);
    expect(read.zeroThreshold).toBe(2 ** -128);
    expect(populated(read)).toBeGreaterThan(bucketBudget / 2);
    expect(populated(read)).toBeLessThanOrEqual(bucketBudget);
    expectExact(read, values);
  });

  it("gives buckets below a millionth to zero before it halves its resolution", async () => {
    const values = Array.from({ length: 200 }, (_, index) => 1e-9 * 1.1 ** index);
    const read = (await observed(new Map([["a", values]]), true)).get("a") as NativeHistogram;
    expect(read.schema).toBe(3);
    expect(read.zeroThreshold).toBeGreaterThan(1e-9);
    expect(read.zeroThreshold).toBeLessThan(1e-6);
    expect(populated(read)).toBe(bucketBudget);
    expectExact(read, values);
  });

  it("widens its zero bucket to a millionth at most", async () => {
    const values = Array.from({ length: 360 }, (_, index) => 1e-9 * 1.1 ** index);
    const read = (await observed(new Map([["a", values]]), true)).get("a") as NativeHistogram;
    expect(read.schema).toBe(2);
    expect(read.zeroThreshold).toBeGreaterThan(2 ** -21);
    expect(read.zeroThreshold).toBeLessThanOrEqual(2 ** -20);
    expectExact(read, values);
  });

  it("keeps its memory small when one value is far from all others", async () => {
    const values = [1.25, 1e200, 1.5, 1e-30, -4];
    const read = (await observed(new Map([["a", values]]), { growth: 1.002 })).get("a") as NativeHistogram;
    expect(read.schema).toBeLessThanOrEqual(0);
    expectExact(read, values);
  });

  it("is exact, and accepted, whatever is observed", async () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, min: -20, max: 20 }),
      fc.constantFrom(0, 1, -1, 0.5, 2 ** -128, 2 ** -20),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 400, size: "max" }),
        fc.constantFrom(1.0001, 1.03, 1.1, 2, 300),
        async (values, growth) => {
          const read = (await observed(new Map([["a", values]]), { growth })).get("a") as NativeHistogram;
          expectExact(read, values);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is native before its first value, and has its classic buckets beside", async () => {
    const signals = instrument(distribution(true));
    signals.metrics.shop_weights_grams.with({ part: "new" });
    signals.metrics.shop_weights_grams.observe({ part: "used" }, 0.4);
    const { samples } = await readScrape(engine(), signals, "protobuf");
    const own = samples.filter(({ labels }) => labels["__name__"]?.startsWith("shop_weights"));
    expect(
      own.map(({ labels: { part, le, __name__ }, value, histogram }) => [__name__, part, le, value, histogram?.count]),
    ).toEqual([
      ["shop_weights_grams", "new", undefined, 0, 0],
      ["shop_weights_grams_count", "new", undefined, 0, undefined],
      ["shop_weights_grams_sum", "new", undefined, 0, undefined],
      ["shop_weights_grams_bucket", "new", "-7.0", 0, undefined],
      ["shop_weights_grams_bucket", "new", "0.5", 0, undefined],
      ["shop_weights_grams_bucket", "new", "3.0", 0, undefined],
      ["shop_weights_grams_bucket", "new", "+Inf", 0, undefined],
      ["shop_weights_grams", "used", undefined, 0.4, 1],
      ["shop_weights_grams_count", "used", undefined, 1, undefined],
      ["shop_weights_grams_sum", "used", undefined, 0.4, undefined],
      ["shop_weights_grams_bucket", "used", "-7.0", 0, undefined],
      ["shop_weights_grams_bucket", "used", "0.5", 1, undefined],
      ["shop_weights_grams_bucket", "used", "3.0", 1, undefined],
      ["shop_weights_grams_bucket", "used", "+Inf", 1, undefined],
    ]);
  });

  it("is not there when the definition does not ask for it", async () => {
    const signals = instrument(distribution(false));
    signals.metrics.shop_weights_grams.observe({ part: "a" }, 2);
    const { samples } = await readScrape(engine(), signals, "protobuf");
    expect(samples.filter(({ histogram }) => histogram !== undefined)).toEqual([]);
  });

  it("ignores what is no finite number, in both kinds of buckets", async () => {
    const signals = instrument(distribution(true), { log: () => undefined });
    const held = signals.metrics.shop_weights_grams.with({ part: "a" });
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2]) held.observe(value);
    const read = nativeHistograms(await readScrape(engine(), signals, "protobuf"), "shop_weights_grams", "part");
    expect(read.get("a")).toMatchObject({ count: 1, sum: 2 });
  });
});

it.each([1, 0.9, -3, Number.NaN, 65_537, "1.1"])("a growth of %s is refused with what to write", (growth) => {
  expect(() => distribution({ growth: growth as number })).toThrow(DefinitionError);
  expect(() => distribution({ growth: growth as number })).toThrow("metrics.shop_weights_grams.native.growth");
});

function populated({ positive, negative }: NativeHistogram): number {
  return [...positive, ...negative].filter(([, , count]) => count > 0).length;
}
