import { describe, expect, it } from "vitest";
import {
  type AggregatedFleet,
  aggregatedFleet,
  joined,
  type ProcessMember,
  processMember,
} from "./aggregated-members.ts";
import { sampleValue } from "./exposition-text.ts";
import { until } from "./served-shop.ts";

describe("a worker that ends", () => {
  it("leaves what it reported when it is killed, takes its gauges along, and is not waited for", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 20 });
    const [lasting, killed] = await Promise.all([processMember(), processMember()]);
    await joined(all, [lasting, killed]);
    await lasting.tell(all.service, { what: "order", category: "books", amount: 5 });
    await killed.tell(all.service, { what: "order", category: "books", amount: 60 });
    await lasting.tell(all.service, { what: "carts", value: 3 });
    await killed.tell(all.service, { what: "carts", value: 40 });
    expect(await told(all)).toEqual({ orders: 65, carts: 43, members: 2, late: 0 });
    await killed.kill("SIGKILL");
    await until(() => all.fleet.members === 1);
    expect(await told(all)).toEqual({ orders: 65, carts: 3, members: 1, late: 0 });
  });

  it("ends the wait of a scrape that has asked it", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 5 });
    const killed = await processMember();
    await joined(all, [killed]);
    await told(all);
    killed.worker.process.kill("SIGSTOP");
    const scrape = told(all);
    await killed.kill("SIGKILL");
    expect(await scrape).toMatchObject({ members: 0, late: 0 });
  });

  it("reports by itself, so that little is lost between two scrapes", async () => {
    const all = aggregatedFleet();
    const killed = await processMember();
    await joined(all, [killed]);
    await killed.tell(all.service, { what: "order", category: "books", amount: 7 });
    await unaskedReport(killed);
    await killed.kill("SIGKILL");
    await until(() => all.fleet.members === 0);
    expect(await told(all)).toMatchObject({ orders: 7 });
  });

  it("is followed by one that starts at zero, and both count", async () => {
    const all = aggregatedFleet();
    const before = await processMember();
    await joined(all, [before]);
    await before.tell(all.service, { what: "order", category: "books", amount: 9 });
    await told(all);
    await before.kill("SIGKILL");
    await until(() => all.fleet.members === 0);
    const after = await processMember();
    await joined(all, [after]);
    await after.tell(all.service, { what: "order", category: "books", amount: 2 });
    expect(await told(all)).toMatchObject({ orders: 11, members: 1 });
  });

  it("reports what it counted last when it exits, and when it drains", async () => {
    const all = aggregatedFleet();
    const [exiting, draining] = await Promise.all([processMember(), processMember()]);
    await joined(all, [exiting, draining]);
    await draining.tell(all.service, { what: "serve" });
    await told(all);
    await draining.tell(all.service, { what: "order", category: "books", amount: 30 });
    await draining.kill("SIGTERM");
    exiting.tell(all.service, { what: "exit", orders: 4 }).catch(() => undefined);
    await until(() => all.fleet.members === 0);
    expect(await told(all)).toMatchObject({ orders: 34 });
  });
});

describe("a worker that does not answer", () => {
  it("counts with what it told last, delays a scrape by the deadline at most, and tells the rest later", async () => {
    const all = aggregatedFleet({ deadlineSeconds: 0.3 });
    const [lasting, stopped] = await Promise.all([processMember(), processMember()]);
    await joined(all, [lasting, stopped]);
    await stopped.tell(all.service, { what: "order", category: "books", amount: 60 });
    await stopped.tell(all.service, { what: "carts", value: 40 });
    expect(await told(all)).toEqual({ orders: 60, carts: 40, members: 2, late: 0 });
    stopped.worker.process.kill("SIGSTOP");
    const order = stopped.tell(all.service, { what: "order", category: "books", amount: 700 });
    await lasting.tell(all.service, { what: "order", category: "books", amount: 5 });
    expect(await told(all)).toEqual({ orders: 65, carts: 40, members: 2, late: 1 });
    await told(all);
    expect(await told(all)).toEqual({ orders: 65, carts: 40, members: 1, late: 3 });
    expect(await told(all)).toEqual({ orders: 65, carts: 40, members: 1, late: 3 });
    stopped.worker.process.kill("SIGCONT");
    await order;
    await until(() => all.fleet.members === 2);
    expect(await told(all)).toEqual({ orders: 765, carts: 40, members: 2, late: 3 });
  });
});

/** Resolves with the next report that a worker sends by itself. */
function unaskedReport({ worker }: ProcessMember): Promise<void> {
  return new Promise((resolve) => {
    worker.on("message", (message: object) => {
      if ("answers" in message && message.answers === 0 && "isWhole" in message && !message.isWhole) resolve();
    });
  });
}

async function told({ fleet }: AggregatedFleet): Promise<Readonly<Record<string, number | undefined>>> {
  const text = await fleet.exposition();
  return {
    orders: sampleValue(text, "shop_orders_total", { category: "books" }),
    carts: sampleValue(text, "shop_open_carts"),
    members: sampleValue(text, "signalbox_members"),
    late: sampleValue(text, "signalbox_late_reports_total"),
  };
}
