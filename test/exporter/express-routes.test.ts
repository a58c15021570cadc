import { defineService, requests } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import express, { type Application, type Response } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries, type ServedApp, servedExpress, servedHandler } from "./served-app.ts";

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

const unavailable = (_request: unknown, response: Response): unknown => response.sendStatus(503);
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
      "has the mount that was taken of an application with several",
      (app) => {
        const jobs = express().get("/jobs/:id", ok);
        app.use("/v1", jobs);
        app.use(["/v2", "/v3/:region"], jobs);
      },
      ["/v1/jobs/4", "/v2/jobs/4", "/v3/eu/jobs/4"],
      ["/v1/jobs/:id 200 x1", "/v2/jobs/:id 200 x1", "/v3/:region/jobs/:id 200 x1"],
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

  it("is held against the routes of mounted applications before any request reached them", async () => {
    const [signals, { send }, messages] = await shopWith((app) => {
      app.get("/early", ok);
      const tenants = express().get("/items/:id", ok);
      app.use("/tenants/:tenant", tenants).use("/guests", tenants);
      app.use("/orders", express().get("/", ok));
      app.put("/carts", ok);
    });
    await send("GET", "/early");
    const text = await signals.exposition();
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "tenants" })).toBe(0);
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
    expect(messages).toEqual([expect.stringContaining("no route POST /orders")]);
  });

  it("counts failures of a mounted application's own middleware, on each of its mounts", async () => {
    const [signals, { send }] = await shopWith((app) => {
      const failing = express();
      failing.use(unavailable);
      failing.get("/items/:id", ok).post("/", ok);
      app.get("/early", ok).use("/tenants/:tenant", failing).use("/orders", failing);
    });
    await send("GET", "/early");
    await send("GET", "/tenants/acme/items/3");
    await send("POST", "/orders");
    expect([await counted(signals, "tenants"), await counted(signals, "checkout")]).toEqual(["1/1", "1/1"]);
  });

  it("counts errors that a mounted application hands to the one around it", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.use(
        "/orders",
        express().post("/", () => {
          throw new Error("broken");
        }),
      ),
    );
    expect(await send("POST", "/orders")).toBe(500);
    expect(await counted(signals, "checkout")).toBe("1/1");
  });

  it("counts failures of middleware before a route that was added after the first requests", async () => {
    let late: Application | undefined;
    const [signals, { send }] = await shopWith((app) => {
      late = app.get("/early", ok);
    });
    await send("GET", "/early");
    late?.use(unavailable).post("/orders", ok);
    await send("POST", "/orders");
    expect(await counted(signals, "checkout")).toBe("1/1");
  });

  it("is not started by the look at a mounted application", async () => {
    let calls = 0;
    const [signals, { send }] = await shopWith((app) => {
      const counting = express();
      counting.use((_request, _response, next) => {
        calls += 1;
        next();
      });
      app.get("/early", ok).use("/orders", counting.post("/", ok));
    });
    await send("GET", "/early");
    await signals.exposition();
    expect(calls).toBe(0);
    await send("POST", "/orders");
    expect([calls, await counted(signals, "checkout")]).toEqual([1, "0/1"]);
  });

  it("counts HEAD requests of its GET route", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.use("/tenants/:tenant", express.Router().get("/items/:id", ok)),
    );
    await send("HEAD", "/tenants/acme/items/3");
    expect(sampleValue(await signals.exposition(), "sli_events_total", { sli: "tenants" })).toBe(1);
  });
});

describe("a route that takes every path and hands on to later ones", () => {
  const pass = (_request: unknown, _response: unknown, next: () => void): void => next();

  it("leaves failures to the route that would have answered", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.all("/{*any}", pass).use(unavailable);
      app.post("/orders", ok).all("/{*rest}", ok);
    });
    await send("POST", "/orders");
    expect(await counted(signals, "checkout")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["POST /orders 503 503 x1"]);
  });

  it("matches no request that nothing answered", async () => {
    const [signals, { send }] = await shopWith((app) => app.all("/{*any}", pass).post("/orders", ok));
    await send("POST", "/.env");
    expect(await httpSeries(signals)).toEqual(["POST 404 x1"]);
  });

  it("keeps the failures of paths that no later route answers", async () => {
    const [signals, { send }] = await shopWith((app) => app.all("/{*any}", unavailable).post("/orders", ok));
    await send("POST", "/unknown");
    expect(await httpSeries(signals)).toEqual(["POST /{*any} 503 503 x1"]);
  });

  it("is not one that answers its paths itself", async () => {
    const missing = (_request: unknown, response: Response): unknown => response.sendStatus(404);
    const [signals, { send }] = await shopWith((app) =>
      app.get("/files/*path", missing).get("/filesystem", ok).put("/files/:id", ok).get("/{*page}", missing),
    );
    await send("GET", "/files/a");
    await send("GET", "/b");
    expect(await httpSeries(signals)).toEqual(["GET /files/*path 404 x1", "GET /{*page} 404 x1"]);
  });
});

describe("middleware of an application that is mounted itself", () => {
  it("labels with the mount that was taken", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const inner = express();
    inner.use(signals.express());
    inner.post("/", ok);
    served = await servedHandler(express().use("/orders", inner).use("/carts", inner));
    await served.send("POST", "/orders");
    await served.send("POST", "/carts");
    expect(await httpSeries(signals)).toEqual(["POST /orders 200 x1", "POST /carts 200 x1"]);
  });
});
