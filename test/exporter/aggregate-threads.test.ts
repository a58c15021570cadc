import { instrument } from "@signalbox/exporter";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type AggregatedFleet,
  aggregatedFleet,
  joined,
  type ThreadMember,
  threadMember,
} from "./aggregated-members.ts";
import { shopNamed } from "./aggregated-shop.ts";
import { parsedExposition, sampleValue } from "./exposition-text.ts";
import { until } from "./served-shop.ts";

let first: ThreadMember;
let second: ThreadMember;

beforeAll(async () => {
  [first, second] = await Promise.all([threadMember(), threadMember()]);
});

/** Holds a thread while it is 0. */
const latch = new Int32Array(new SharedArrayBuffer(4));
afterEach(release);

describe("a thread that collects from others", () => {
  it("shows the sum of what all of them counted, and of what it counted itself", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    all.signals.metrics.shop_orders_total.inc({ category: "books" }, 2);
    await first.tell(all.service, { what: "order", category: "books", amount: 30 });
    await second.tell(all.service, { what: "order", category: "books", amount: 400 });
    await second.tell(all.service, { what: "carts", value: 6 });
    await told(all);
    await first.tell(all.service, { what: "order", category: "books", amount: 1000 });
    expect(await told(all)).toEqual({ orders: 1432, carts: 6, members: 2 });
  });

  it("shows what is of the process once, and what is of a thread for all", async () => {
    const all = aggregatedFleet();
    await joined(all, [first, second]);
    const text = await all.fleet.exposition();
    const alone = await instrument(shopNamed("alone")).exposition();
    const processes = parsedExposition(text).filter(({ name }) => name.startsWith("process_"));
    expect(processes.length).toBeGreaterThan(5);
    const files = (exposition: string): number => sampleValue(exposition, "process_max_fds") ?? Number.NaN;
    expect(files(text)).toBe(files(alone));
    const heap = (exposition: string): number => sampleValue(exposition, "nodejs_heap_size_limit_bytes") ?? Number.NaN;
    expect(heap(text)).toBeGreaterThan(heap(alone) * 1.5);
  });

  it("keeps what a thread counted that was terminated, without its gauges", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 20 });
    const ending = await threadMember();
    await joined(all, [first, ending]);
    await ending.tell(all.service, { what: "order", category: "books", amount: 50 });
    await ending.tell(all.service, { what: "carts", value: 7 });
    await first.tell(all.service, { what: "carts", value: 90 });
    expect(await told(all)).toEqual({ orders: 50, carts: 97, members: 2 });
    await ending.thread.terminate();
    await until(() => all.fleet.members === 1);
    expect(await told(all)).toEqual({ orders: 50, carts: 90, members: 1 });
  });

  it("has the last counts of a thread that exits", async () => {
    const all = aggregatedFleet();
    const exiting = await threadMember();
    await joined(all, [exiting]);
    exiting.tell(all.service, { what: "exit", orders: 13 }).catch(() => undefined);
    await until(() => all.fleet.members === 0);
    await until(async () => (await told(all))["orders"] !== 0);
    expect(await told(all)).toMatchObject({ orders: 13 });
  });

  it("calls nobody late because a scraper is in a hurry", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 20 });
    await joined(all, [first, second]);
    for (let scrape = 0; scrape < 6; scrape++) {
      await all.fleet.scrape({ deadlineSeconds: 0.000_01 }).catch(() => undefined);
      // An ask that overlaps would be the same ask.
      await told(all);
    }
    expect(sampleValue(await all.fleet.exposition(), "signalbox_late_reports_total")).toBe(0);
    expect(all.fleet.members).toBe(2);
  });

  it("takes a thread that is silent for gone when nothing tells its end, and for the same when it answers again", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 0.1 });
    await joined(all, [first, second]);
    await first.tell(all.service, { what: "order", category: "books", amount: 8 });
    await first.tell(all.service, { what: "carts", value: 5 });
    await second.tell(all.service, { what: "carts", value: 70 });
    await until(async () => (await told(all))["carts"] === 75);
    Atomics.store(latch, 0, 0);
    const blocked = first.tell(all.service, { what: "block", until: latch });
    await until(async () => (await told(all))["members"] === 1);
    expect(await told(all)).toEqual({ orders: 8, carts: 70, members: 1 });
    release();
    await blocked;
    await first.tell(all.service, { what: "order", category: "books", amount: 100 });
    await until(() => all.fleet.members === 2);
    await until(async () => (await told(all))["orders"] === 108);
    expect(await told(all)).toEqual({ orders: 108, carts: 75, members: 2 });
  });
});

function release(): void {
  Atomics.store(latch, 0, 1);
  Atomics.notify(latch, 0);
}

async function told({ fleet }: AggregatedFleet): Promise<Readonly<Record<string, number | undefined>>> {
  const text = await fleet.exposition();
  return {
    orders: sampleValue(text, "shop_orders_total", { category: "books" }),
    carts: sampleValue(text, "shop_open_carts"),
    members: sampleValue(text, "signalbox_members"),
  };
}
