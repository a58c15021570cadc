import { PerformanceObserver } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineService } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { describe, expect, it, onTestFinished } from "vitest";
import { parsedExposition } from "./exposition-text.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products." });

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as (options?: { type: "minor" }) => void;

/** Collections by kind, and the sum of their seconds. */
function counted(text: string): Readonly<Record<string, readonly [count: number, seconds: number]>> {
  const samples = parsedExposition(text).find(({ name }) => name === "nodejs_gc_duration_seconds")?.samples ?? [];
  const value = (suffix: string, kind: string | undefined): number =>
    samples.find(({ name, labels }) => name.endsWith(suffix) && labels["kind"] === kind)?.value ?? Number.NaN;
  const kinds = [...new Set(samples.map(({ labels }) => labels["kind"] ?? ""))];
  return Object.fromEntries(kinds.map((kind) => [kind, [value("_count", kind), value("_sum", kind)]]));
}

describe("garbage collections", () => {
  it("of a burst are all counted, as a second observer does, and no scrape takes them away", async () => {
    const signals = instrument(shop);
    const seen: Record<string, number> = { major: 0, minor: 0, incremental: 0, weakcb: 0 };
    const kinds: Record<number, string> = { 1: "minor", 2: "minor", 4: "major", 8: "incremental", 16: "weakcb" };
    const add = (entries: readonly object[]): void => {
      for (const entry of entries as readonly { detail: { kind: number } }[]) {
        const kind = kinds[entry.detail.kind] ?? "";
        seen[kind] = (seen[kind] ?? 0) + 1;
      }
    };
    const second = new PerformanceObserver((list) => add(list.getEntries()));
    second.observe({ type: "gc" });
    onTestFinished(() => second.disconnect());
    for (let tick = 0; tick < 3; tick++) {
      for (let burst = 0; burst < 5; burst++) collectGarbage();
      for (let burst = 0; burst < 2; burst++) collectGarbage({ type: "minor" });
      await new Promise(setImmediate);
    }
    signals.close();
    add(second.takeRecords());
    second.disconnect();
    const text = await signals.exposition();
    const counts = Object.fromEntries(Object.entries(counted(text)).map(([kind, [count]]) => [kind, count]));
    expect(counts).toEqual(seen);
    expect(counts["major"]).toBeGreaterThanOrEqual(15);
    expect(counts["minor"]).toBeGreaterThanOrEqual(6);
    expect(counted(text)["major"]?.[1]).toBeGreaterThan(0);
    expect(counted(await signals.exposition())).toEqual(counted(text));
  });

  it("are not counted any more after close", async () => {
    const signals = instrument(shop);
    signals.close();
    const before = counted(await signals.exposition());
    collectGarbage();
    await new Promise(setImmediate);
    expect(counted(await signals.exposition())).toEqual(before);
  });
});
