import { defineService, requests } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import express, { type Application } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { httpSeries, type ServedApp, servedExpress } from "./served-app.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: {
    tenants: requests({ routes: ["GET /tenants/:tenant/items/:id"] }),
    checkout: requests({ routes: ["POST /orders", "/carts"] }),
  },
});

let served: ServedApp | undefined;
afterEach(() => served?.close());

async function shopWith(routes: (app: Application) => void): Promise<[Signals, ServedApp, string[]]> {
  const messages: string[] = [];
  let now = 0;
  const clock = (): number => {
    now += 0.4;
    return now;
  };
  const signals = instrument(shop, { log: (message) => messages.push(message), clock });
  served = await servedExpress(signals, routes);
  return [signals, served, messages];
}

const ok = (_request: unknown, response: { end(text: string): unknown }): unknown => response.end("ok");

describe("the route label", () => {
  const cases: readonly [string, (app: Application) => void, readonly string[], readonly string[]][] = [
    [
      "is the template, not the path",
      (app) => app.get("/users/:id", ok),
      ["/users/a", "/users/b"],
      ["/users/:id 200 x2"],
    ],
    [
      "has the templates of the mounts",
      (app) => app.use("/tenants/:tenant", express.Router({ mergeParams: true }).get("/items/:id", ok)),
      ["/tenants/acme/items/7", "/tenants/umbrella/items/9?x=1"],
      ["/tenants/:tenant/items/:id 200 x2"],
    ],
    [
      "has every mount of a deep nesting",
      (app) => app.use("/a", express.Router().use("/:b", express.Router().use(express.Router().get("/c", ok)))),
      ["/a/1/c"],
      ["/a/:b/c 200 x1"],
    ],
    [
      "is the mount for the root of a router",
      (app) => app.use("/orders", express.Router().get("/", ok)),
      ["/orders", "/orders/"],
      ["/orders 200 x2"],
    ],
    ["is a slash for the root", (app) => app.get("/", ok), ["/"], ["/ 200 x1"]],
    [
      "is the one of several paths that matched",
      (app) => app.get(["/cart", "/basket/:id"], ok),
      ["/cart", "/basket/5", "/basket/6"],
      ["/cart 200 x1", "/basket/:id 200 x2"],
    ],
    [
      "is the one of several mounts that matched",
      (app) => {
        const items = express.Router().get("/items/:id", ok);
        app.use("/v1", items);
        app.use(["/v2", "/v3/:region"], items);
      },
      ["/v1/items/4", "/v2/items/4", "/v3/eu/items/4"],
      ["/v1/items/:id 200 x1", "/v2/items/:id 200 x1", "/v3/:region/items/:id 200 x1"],
    ],
    ["keeps a wildcard", (app) => app.get("/files/*path", ok), ["/files/x/y/z"], ["/files/*path 200 x1"]],
    ["keeps an optional part", (app) => app.get("/list{/:page}", ok), ["/list", "/list/3"], ["/list{/:page} 200 x2"]],
    ["is the source of a regular expression", (app) => app.get(/^\/ab+c$/, ok), ["/abbbc"], ["/^\\\\/ab+c$ 200 x1"]],
    [
      "does not depend on case or a slash at the end",
      (app) => app.get("/users/:id", ok),
      ["/USERS/42/"],
      ["/users/:id 200 x1"],
    ],
    [
      "is the template for an absolute target",
      (app) => app.get("/users/:id", ok),
      ["http://evil.example/users/42"],
      ["/users/:id 200 x1"],
    ],
    [
      "has the mount of a mounted application",
      (app) => app.use("/admin", express().get("/jobs/:id", ok)),
      ["/admin/jobs/3"],
      ["/admin/jobs/:id 200 x1"],
    ],
    [
      "has every mount of applications in applications",
      (app) => app.use("/admin", express().use("/jobs", express().get("/:id", ok))),
      ["/admin/jobs/3"],
      ["/admin/jobs/:id 200 x1"],
    ],
    [
      "is empty when middleware answered well before a route that would match too",
      (app) => app.use("/logo.png", ok).get("/:page", ok),
      ["/logo.png", "/about"],
      ["200 x1", "/:page 200 x1"],
    ],
    ["is empty without a route, whatever the path", (app) => app.use("/raw", ok), ["/raw/1", "/raw/2"], ["200 x2"]],
  ];
  it.each(cases)("%s", async (_name, routes, paths, expected) => {
    const [signals, { send }] = await shopWith(routes);
    for (const path of paths) expect(await send("GET", path)).toBe(200);
    expect(await httpSeries(signals)).toEqual(expected.map((series) => `GET ${series}`));
  });

  it("knows routes that are added later", async () => {
    let late: Application | undefined;
    const [signals, { send }] = await shopWith((app) => {
      app.get("/early", ok);
      late = app;
    });
    await send("GET", "/early");
    late?.use("/late/:id", express.Router().get("/part", ok));
    await send("GET", "/late/4/part");
    await send("GET", "/early");
    expect(await httpSeries(signals)).toEqual(["GET /early 200 x2", "GET /late/:id/part 200 x1"]);
  });

  it("of a HEAD request is its GET route, and empty where there is none", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.get("/items", ok);
      app.post("/orders", ok);
    });
    expect(await send("HEAD", "/items")).toBe(200);
    expect(await send("HEAD", "/orders")).toBe(404);
    expect(await httpSeries(signals)).toEqual(["HEAD /items 200 x1", "HEAD 404 x1"]);
  });

  it("stays bounded under thousands of paths", async () => {
    const [signals, { send }] = await shopWith((app) => app.use("/t/:tenant", express.Router().get("/:id", ok)));
    for (let path = 0; path < 300; path++) {
      await send("GET", `/t/${path}/${path}`);
      await send("GET", `/nothing/${path}`);
    }
    expect(await httpSeries(signals)).toEqual(["GET /t/:tenant/:id 200 x300", "GET 404 x300"]);
  });
});

describe("a route of an indicator", () => {
  it("that no route answers is logged once and counted, until the route is added", async () => {
    let late: Application | undefined;
    const [signals, { send }, messages] = await shopWith((app) => {
      app.use("/tenants/:tenant", express.Router().get("/items/:id", ok));
      app.get("/orders", ok);
      late = app;
    });
    await send("GET", "/orders");
    const before = await signals.exposition();
    await signals.exposition();
    expect(sampleValue(before, "sli_unmatched_routes", { sli: "tenants" })).toBe(0);
    expect(sampleValue(before, "sli_unmatched_routes", { sli: "checkout" })).toBe(2);
    expect(messages).toEqual([
      expect.stringContaining("indicators.checkout.routes: the router has no route POST /orders"),
      expect.stringContaining("indicators.checkout.routes: the router has no route /carts"),
    ]);
    late?.post("/orders", ok);
    late?.put("/carts", ok);
    expect(sampleValue(await signals.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(0);
  });

  it("under a mounted application is judged once a request has shown that application's routes", async () => {
    const unmatched = async (signals: Signals): Promise<number | undefined> =>
      sampleValue(await signals.exposition(), "sli_unmatched_routes", { sli: "checkout" });
    const [signals, { send }, messages] = await shopWith((app) => {
      app.get("/early", ok);
      app.use("/tenants/:tenant", express.Router().get("/items/:id", ok));
      app.use("/orders", express().get("/", ok));
      app.put("/carts", ok);
    });
    await send("GET", "/early");
    expect([await unmatched(signals), messages]).toEqual([0, []]);
    await send("GET", "/orders");
    expect([await unmatched(signals), messages]).toEqual([1, [expect.stringContaining("no route POST /orders")]]);
  });

  it("counts HEAD requests of its GET route", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.use("/tenants/:tenant", express.Router().get("/items/:id", ok)),
    );
    await send("HEAD", "/tenants/acme/items/3");
    expect(sampleValue(await signals.exposition(), "sli_events_total", { sli: "tenants" })).toBe(1);
  });
});
