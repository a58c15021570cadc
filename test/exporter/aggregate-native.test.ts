import type { NativeHistogram } from "@signalbox/engine";
import { instrument, type Signals } from "@signalbox/exporter";
import { beforeAll, describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { aggregatedFleet, joined, processMember, type ThreadMember, threadMember } from "./aggregated-members.ts";
import { shopNamed } from "./aggregated-shop.ts";
import { nativeHistograms, readScrape } from "./read-scrape.ts";

describe.skipIf(!engineIsBuilt)("native histograms of several threads", () => {
  const engine = withEngine();
  let first: ThreadMember;
  let second: ThreadMember;

  beforeAll(async () => {
    [first, second] = await Promise.all([threadMember(), threadMember()]);
  });

  it("are what one would be that had seen all values", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const values = [
      [0.3, 0.31, 7, 0],
      [0.3, 90],
      [0.0125, 0.3],
    ] as const;
    await first.tell(all.service, { what: "charge", seconds: values[0] });
    await second.tell(all.service, { what: "charge", seconds: values[1] });
    await read(all.fleet);
    await first.tell(all.service, { what: "charge", seconds: values[2] });
    expect(await read(all.fleet)).toEqual(await alone(values.flat()));
  });

  it("have the resolution of the coarsest, also when one loses some between two scrapes", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const near = [0.3, 0.33, 2, 2.2];
    const far = Array.from({ length: 400 }, (_, step) => 0.001 * 1.05 ** step);
    await first.tell(all.service, { what: "charge", seconds: near });
    await second.tell(all.service, { what: "charge", seconds: near });
    const fine = await read(all.fleet);
    await second.tell(all.service, { what: "charge", seconds: far });
    const coarse = await read(all.fleet);
    expect(coarse.schema).toBeLessThan(fine.schema);
    expect(coarse).toEqual(await alone([...near, ...near, ...far]));
  });

  it("have the widest zero bucket, and lose no count to it", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const tiny = 2 ** -100;
    const small = Array.from({ length: 400 }, (_, step) => tiny * 1.1 ** step);
    await first.tell(all.service, { what: "charge", seconds: [tiny] });
    await second.tell(all.service, { what: "charge", seconds: small.slice(-2) });
    await read(all.fleet);
    await first.tell(all.service, { what: "charge", seconds: small });
    const merged = await read(all.fleet);
    const { zeroThreshold } = await alone([tiny, ...small]);
    expect(merged.zeroThreshold).toBeGreaterThanOrEqual(zeroThreshold);
    expect(merged.count).toBe(403);
    expect(merged.positive.reduce((sum, [, , count]) => sum + count, merged.zeroCount)).toBe(403);
  });

  it("keep counts that need more than four bytes exact", async () => {
    const all = aggregatedFleet();
    const worker = await processMember();
    await joined(all, [worker]);
    const count = 2 ** 32 - 1;
    const native = { row: 1, schema: 3, zeroThreshold: 2 ** -128, zeroCount: 0, negative: { first: 0, counts: [] } };
    const table = {
      name: "shop_charge_seconds",
      shape: '["histogram",[],[0.25,1],true]',
      firstRow: 0,
      labelValues: [[], []],
      createdSeconds: [1, 1],
      hasOverflowed: false,
      pages: [
        {
          page: 0,
          length: 8,
          numbers: Buffer.from(Float64Array.of(0, 0, 0, 0, 9, 0, count, 0).buffer).toString("base64"),
        },
      ],
      // The key 0 holds what is above 2^-(1/8), and 1 itself.
      native: [{ ...native, positive: { first: 0, counts: [count] } }],
    };
    const report = { signalbox: "report/1", service: all.service, member: "large", isWhole: true, answers: 0 };
    await worker.tell(all.service, { what: "send", message: { ...report, sequence: 1, tables: [table] } });
    for (const value of [1, 0.99, 0.98]) all.signals.metrics.shop_charge_seconds.observe(value);
    const { positive } = await read(all.fleet);
    expect(positive.map(([, , populated]) => populated)).toEqual([count + 3]);
  });

  async function read(signals: Pick<Signals, "scrape">): Promise<NativeHistogram> {
    const exposition = await readScrape(engine(), signals, "protobuf");
    const histogram = nativeHistograms(exposition, "shop_charge_seconds", "").get("");
    if (histogram === undefined) throw new Error("the scrape has no native histogram");
    return histogram;
  }

  async function alone(values: readonly number[]): Promise<NativeHistogram> {
    const signals = instrument(shopNamed("alone"));
    for (const value of values) signals.metrics.shop_charge_seconds.observe(value);
    return read(signals);
  }
});
