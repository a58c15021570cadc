import { createRequire } from "node:module";
import { defineService, requests } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import type express from "express";
import type { Application, Response } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";

/** Express 4, which has the types of Express 5 as far as these tests go. */
const express4 = createRequire(import.meta.url)("express4") as typeof express;

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
    now += 0.7;
    return now;
  };
  const signals = instrument(shop, { log: (message) => messages.push(message), clock });
  const app = express4();
  app.use(signals.express());
  routes(app);
  served = await servedHandler(app);
  return [signals, served, messages];
}

const ok = (_request: unknown, response: { end(text: string): unknown }): unknown => response.end("ok");
const unavailable = (_request: unknown, response: Response): unknown => response.sendStatus(503);

describe("the route label on Express 4", () => {
  const cases: readonly [string, (app: Application) => void, readonly string[], readonly string[]][] = [
    [
      "is the template, not the path",
      (app) => app.get("/users/:id", ok),
      ["/users/a", "/users/b"],
      ["/users/:id 200 x2"],
    ],
    [
      "has the templates of the mounts, read back from their regular expressions",
      (app) => app.use("/tenants/:tenant", express4.Router({ mergeParams: true }).get("/items/:id", ok)),
      ["/tenants/acme/items/7", "/tenants/umbrella/items/9?x=1"],
      ["/tenants/:tenant/items/:id 200 x2"],
    ],
    [
      "has every mount of a deep nesting",
      (app) =>
        app.use("/a.b", express4.Router().use("/:from-:to", express4.Router().use(express4.Router().get("/c", ok)))),
      ["/a.b/x-y/c"],
      ["/a.b/:from-:to/c 200 x1"],
    ],
    [
      "keeps an optional parameter and a parameter's own pattern in a mount",
      (app) => app.use("/list/:page?/of/:size(\\d+)", express4.Router().get("/", ok)),
      ["/list/of/20", "/list/3/of/50/"],
      ["/list/:page?/of/:size(\\\\d+) 200 x2"],
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
        const items = express4.Router().get("/items/:id", ok);
        app.use("/v1", items);
        app.use(["/v2", "/v3/:region"], items);
      },
      ["/v1/items/4", "/v2/items/4", "/v3/eu/items/4"],
      ["/v1/items/:id 200 x1", "/v2/items/:id 200 x1", "/v3/:region/items/:id 200 x1"],
    ],
    ["keeps a wildcard", (app) => app.get("/files/*", ok), ["/files/x/y/z"], ["/files/* 200 x1"]],
    [
      "is the source of a regular expression",
      (app) => app.use(/^\/ab+c/, express4.Router().get("/d", ok)),
      ["/abbbc/d"],
      ["/^\\\\/ab+c/d 200 x1"],
    ],
    [
      "is the expression that Express made of a mount whose text cannot be read back",
      (app) => app.use("/ab?cd", express4.Router().get("/:id", ok)),
      ["/acd/3", "/abcd/4"],
      ["/^\\\\/ab?cd\\\\/?(?=\\\\/|$)/:id 200 x2"],
    ],
    [
      "has every mount of applications in applications",
      (app) => app.use("/admin", express4().use("/jobs", express4().get("/:id", ok))),
      ["/admin/jobs/3"],
      ["/admin/jobs/:id 200 x1"],
    ],
    [
      "has the mount that was taken of an application with several",
      (app) => {
        const jobs = express4().get("/jobs/:id", ok);
        app.use("/v1", jobs);
        app.use(["/v2", "/v3/:region"], jobs);
      },
      ["/v1/jobs/4", "/v2/jobs/4", "/v3/eu/jobs/4"],
      ["/v1/jobs/:id 200 x1", "/v2/jobs/:id 200 x1", "/v3/:region/jobs/:id 200 x1"],
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
      late = app.get("/early", ok);
    });
    await send("GET", "/early");
    late?.use("/late/:id", express4.Router().get("/part", ok));
    await send("GET", "/late/4/part");
    expect(await httpSeries(signals)).toEqual(["GET /early 200 x1", "GET /late/:id/part 200 x1"]);
  });

  it("of a HEAD request is its GET route, and empty for a 404", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/items", ok).post("/orders", ok));
    expect([await send("HEAD", "/items"), await send("HEAD", "/orders")]).toEqual([200, 404]);
    expect(await httpSeries(signals)).toEqual(["HEAD /items 200 x1", "HEAD 404 x1"]);
  });
});

describe("a route of an indicator on Express 4", () => {
  it("that no route answers is logged and counted", async () => {
    const [signals, { send }, messages] = await shopWith((app) => {
      app.use("/tenants/:tenant", express4.Router().get("/items/:id", ok));
      app.use("/orders", express4().get("/", ok));
      app.put("/carts", ok);
    });
    await send("PUT", "/carts");
    const text = await signals.exposition();
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "tenants" })).toBe(0);
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
    expect(messages).toEqual([expect.stringContaining("no route POST /orders")]);
  });

  it("counts failures of a mounted application's own middleware, which the look at it does not start", async () => {
    let calls = 0;
    const [signals, { send }] = await shopWith((app) => {
      const failing = express4();
      failing.use((_request, response) => {
        calls += 1;
        response.sendStatus(503);
      });
      failing.use((_error: unknown, _request: unknown, _response: unknown, _next: unknown) => {
        calls += 10;
      });
      app.get("/early", ok).use("/orders", failing.post("/", ok));
    });
    await send("GET", "/early");
    await signals.exposition();
    expect(calls).toBe(0);
    await send("POST", "/orders");
    expect([calls, await counted(signals, "checkout")]).toEqual([1, "1/1"]);
  });

  it("counts failures of middleware before it", async () => {
    const [signals, { send }] = await shopWith((app) => app.use(unavailable).post("/orders", ok));
    await send("POST", "/orders");
    expect(await counted(signals, "checkout")).toBe("1/1");
  });
});
