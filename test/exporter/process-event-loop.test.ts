import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineService, type ProcessPreset } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

/** A service whose clock and event loop stand still until the test moves them; its timers are the test's too. */
function steered(process: ProcessPreset = "standard") {
  let nowSeconds = 500;
  let activeSeconds = 3;
  vi.spyOn(performance, "eventLoopUtilization").mockImplementation(() => ({
    active: activeSeconds * 1000,
    idle: (nowSeconds - activeSeconds) * 1000,
    utilization: 0,
  }));
  const service = defineService({ name: "shop", team: "storefront", description: "Sells products.", process });
  const signals = instrument(service, { clock: () => nowSeconds });
  return {
    signals,
    /** Lets time pass while the loop runs its timers when they are due; it is active for some of it. */
    pass: (seconds: number, activeOfIt = 0): void => {
      const steps = Math.round(seconds * 1000);
      for (let step = 0; step < steps; step++) {
        nowSeconds += 0.001;
        activeSeconds += activeOfIt / steps;
        vi.advanceTimersByTime(1);
      }
    },
    /** Blocks the loop, so that the timers that were due meanwhile run at the end. */
    block: (seconds: number): void => {
      nowSeconds += seconds;
      activeSeconds += seconds;
      vi.advanceTimersByTime(Math.round(Math.min(seconds, 2) * 1000));
    },
  };
}

/** How many delays were at least as long as a bound, by bound. */
async function longerThan(signals: Signals, ...bounds: readonly number[]): Promise<readonly number[]> {
  const text = await signals.exposition();
  const all = sampleValue(text, "nodejs_eventloop_delay_seconds_count") ?? Number.NaN;
  const samples = parsedExposition(text).flatMap(({ samples }) => samples);
  return bounds.map((bound) => {
    const within = samples.find(
      ({ name, labels }) => name === "nodejs_eventloop_delay_seconds_bucket" && Number(labels["le"]) === bound,
    );
    return all - (within?.value ?? Number.NaN);
  });
}

describe("the delay of the event loop", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("counts 25 times a second, whatever the loop does and however often it is scraped", async () => {
    const { signals, pass } = steered();
    for (let second = 0; second < 8; second++) {
      pass(1, second % 2);
      await signals.exposition();
    }
    pass(1);
    const counted = sampleValue(await signals.exposition(), "nodejs_eventloop_delay_seconds_count");
    expect(counted).toBeGreaterThanOrEqual(8 * 25);
    expect(counted).toBeLessThanOrEqual(9 * 25);
    signals.close();
  });

  it("of a block is that of all work which came while it lasted", async () => {
    const { signals, pass, block } = steered();
    pass(0.045, 0.04);
    // Arrivals are due at 0.04, which is past, and at 0.08, 0.12 ... 0.56; the block lasts from 0.045 until 0.581.
    block(0.536);
    expect(sampleValue(await signals.exposition(), "nodejs_eventloop_delay_seconds_count")).toBe(14);
    expect(await longerThan(signals, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5)).toEqual([13, 12, 12, 11, 7, 1]);
    signals.close();
  });

  it("between two looks at an idle loop is what the loop was active, as one block at most", async () => {
    const { signals, pass } = steered();
    pass(0.045);
    pass(1.001, 0.11);
    expect(sampleValue(await signals.exposition(), "nodejs_eventloop_delay_seconds_count")).toBe(26);
    expect(await longerThan(signals, 0.05, 0.1, 0.25)).toEqual([2, 1, 0]);
    signals.close();
  });

  it("is 0 where an idle loop did a little work between two looks", async () => {
    const { signals, pass } = steered();
    pass(0.045);
    pass(1.001, 0.03);
    expect(sampleValue(await signals.exposition(), "nodejs_eventloop_delay_seconds_count")).toBe(26);
    expect(await longerThan(signals, 0.0025)).toEqual([0]);
    signals.close();
  });

  it("wakes an idle loop once a second, and a busy one 25 times", () => {
    const { signals, pass } = steered();
    const looks = (seconds: number, activeSeconds: number): number => {
      const before = vi.mocked(performance.eventLoopUtilization).mock.calls.length;
      pass(seconds, activeSeconds);
      return vi.mocked(performance.eventLoopUtilization).mock.calls.length - before;
    };
    looks(2, 0);
    expect(looks(10, 0)).toBeLessThanOrEqual(10);
    looks(2, 1.8);
    expect(looks(10, 9)).toBeGreaterThanOrEqual(240);
    signals.close();
  });

  it("survives a clock that fails, and a process that was stopped for a day", async () => {
    const failing = instrument(defineService({ name: "shop", team: "storefront", description: "Sells products." }), {
      clock: () => {
        throw new Error("no time");
      },
    });
    vi.advanceTimersByTime(2000);
    expect(sampleValue(await failing.exposition(), "nodejs_eventloop_delay_seconds_count")).toBe(0);
    failing.close();
    const { signals, block } = steered();
    block(86_400);
    expect(sampleValue(await signals.exposition(), "nodejs_eventloop_delay_seconds_count")).toBe(1501);
    signals.close();
  });

  it("is told as the gauges of prom-client by the minute, the same however often it is scraped", async () => {
    const { signals, pass, block } = steered("promClient");
    const figures = async (): Promise<Readonly<Record<string, number>>> => {
      const lines = (await signals.exposition()).matchAll(/^nodejs_eventloop_lag_([a-z0-9]+)_seconds (.*)$/gm);
      return Object.fromEntries([...lines].map(([, figure, value]) => [figure, Number(value)]));
    };
    pass(0.045, 0.04);
    block(0.336);
    expect(sampleValue(await signals.exposition(), "nodejs_eventloop_lag_seconds")).toBeCloseTo(0.021, 6);
    // Arrivals waited 0.301, 0.261 ... 0.021 s, and the one before them 0.
    expect(await figures()).toMatchObject({ p50: 0.141, p90: 0.301, p99: 0.301, max: 0.301 });
    pass(61);
    const minute = await figures();
    expect(minute).toMatchObject({ max: 0.301, p50: 0, p90: 0 });
    expect(minute["mean"]).toBeCloseTo((0.301 + 0.261 + 0.221 + 0.181 + 0.141 + 0.101 + 0.061 + 0.021) / 1500, 4);
    expect(minute["stddev"]).toBeGreaterThan(minute["mean"] ?? 0);
    pass(30, 6);
    expect(await figures()).toEqual(minute);
    pass(32);
    expect((await figures())["max"]).toBeLessThan(0.25);
    signals.close();
  });

  it("leaves no timer behind after close", () => {
    const { signals, pass } = steered();
    pass(0.1);
    expect(vi.getTimerCount()).toBe(1);
    signals.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a service that nobody holds any more", () => {
  it("is looked at no more", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    instrument(defineService({ name: "shop", team: "storefront", description: "Sells products." }));
    expect(vi.getTimerCount()).toBe(1);
    await new Promise(setImmediate);
    collectGarbage();
    vi.advanceTimersByTime(3000);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

describe("a loop that is really blocked", () => {
  it("shows it in the histogram and in its active time", async () => {
    const signals = instrument(defineService({ name: "shop", team: "storefront", description: "Sells products." }));
    const active = async (): Promise<number> =>
      sampleValue(await signals.exposition(), "nodejs_eventloop_time_seconds_total", { state: "active" }) ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 0));
    const [[longBefore = 0], activeBefore] = [await longerThan(signals, 0.25), await active()];
    const end = performance.now() + 600;
    while (performance.now() < end);
    await vi.waitFor(async () => expect((await longerThan(signals, 0.25))[0]).toBeGreaterThan(longBefore), 5000);
    expect((await active()) - activeBefore).toBeGreaterThanOrEqual(0.59);
    signals.close();
  });
});
