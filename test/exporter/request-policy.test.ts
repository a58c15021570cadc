import { once } from "node:events";
import type { Application } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries } from "./served-app.ts";
import { answering, clock, closeShop, shopWith } from "./timed-shop.ts";

afterEach(closeShop);

describe("a request that is answered", () => {
  const cases: readonly [string, number, number, string, string][] = [
    ["fast with 200 is good for both", 200, 0.1, "0/1", "0/1"],
    ["slowly with 200 is good for availability and bad for latency", 200, 0.4, "0/1", "1/1"],
    ["fast with 500 is bad for availability and left out of latency", 500, 0.1, "1/1", "0/0"],
    ["fast with a 404 of its own route is good for both", 404, 0.1, "0/1", "0/1"],
    ["slowly with 400 is good for availability and bad for latency", 400, 0.7, "0/1", "1/1"],
    ["with 429 is left out of both", 429, 0.9, "0/0", "0/0"],
  ];
  it.each(cases)("%s", async (_name, status, seconds, availability, latency) => {
    const [signals, { send }] = await shopWith((app) => app.get("/items", answering(status, seconds)));
    expect(await send("GET", "/items")).toBe(status);
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual([availability, latency]);
  });

  it("with a status of alsoBad is bad for that indicator only", async () => {
    const [signals, { send }] = await shopWith((app) => app.post("/orders", answering(409)));
    await send("POST", "/orders");
    expect([await counted(signals, "availability"), await counted(signals, "checkout")]).toEqual(["0/1", "1/1"]);
  });

  it("on another route or with another method is not an event of a narrowed indicator", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.post("/orders", answering(201));
      app.get("/orders", answering(200));
      app.post("/orders/:id", answering(200));
    });
    await send("GET", "/orders");
    await send("POST", "/orders/7");
    await send("POST", "/orders");
    expect(await counted(signals, "checkout")).toBe("0/1");
  });

  it("as an event stream counts for availability only", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.get("/events", (_request, response) => {
        clock.seconds += 3600;
        response.setHeader("Content-Type", "text/event-stream");
        response.end("data: 1\n\n");
      }),
    );
    await send("GET", "/events");
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
  });

  it("as a declared stream counts for availability only", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/export/:id", answering(200, 60)), {
      streamRoutes: ["/export/:id"],
    });
    await send("GET", "/export/3");
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
  });

  it("counts a thrown error as a 500 of its route", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.get("/items/:id", () => {
        throw new Error("broken");
      }),
    );
    expect(await send("GET", "/items/4")).toBe(500);
    expect(await counted(signals, "availability")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["GET /items/:id 500 500 x1"]);
  });

  it("by middleware with an error, before any route, is a failure of the route that it meant", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.use(answering(503));
      app.post("/orders", answering(201));
    });
    await send("POST", "/orders");
    expect(await counted(signals, "checkout")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["POST /orders 503 503 x1"]);
  });
});

describe("a request that does not count", () => {
  it("is one that no route matched", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/items", answering(200)));
    for (const path of ["/wp-login.php", "/.env", "/items/7"]) expect(await send("GET", path)).toBe(404);
    expect(await send("HEAD", "/nothing")).toBe(404);
    expect(await counted(signals, "availability")).toBe("0/0");
    expect(await httpSeries(signals)).toEqual(["GET 404 x3", "HEAD 404 x1"]);
  });

  it("is one that a router answered 405 without a route", async () => {
    const [signals, { send }] = await shopWith((app) => app.use("/items", answering(405)));
    await send("PUT", "/items");
    expect(await counted(signals, "availability")).toBe("0/0");
  });

  it("is an internal one, which is not measured at all", async () => {
    const [signals, { send }] = await shopWith(
      (app) => {
        app.get("/healthz", answering(500));
        app.use("/internal", answering(500));
        app.get("/_faults/:kind", answering(500));
      },
      { internalRoutes: ["/healthz", "/internal", "/_faults/:kind"] },
    );
    for (const path of ["/healthz", "/internal?deep=1", "/_faults/slow"]) await send("GET", path);
    expect(await counted(signals, "availability")).toBe("0/0");
    expect(await httpSeries(signals)).toEqual([]);
  });

  it("is a probe of the metrics or health by default", async () => {
    const paths = [
      "/metrics",
      "/livez",
      "/readyz",
      "/startupz",
      "/healthz",
      "/health",
      "/health/live",
      "/health/ready",
      "/ping",
    ];
    const [signals, { send }] = await shopWith((app) => app.get(paths, answering(503)));
    for (const path of paths) await send("GET", path);
    expect(await counted(signals, "availability")).toBe("0/0");
    expect(await httpSeries(signals)).toEqual([]);
  });

  it("is an OPTIONS that the router answered by itself", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/items", answering(200)));
    expect(await send("OPTIONS", "/items")).toBe(200);
    expect(await counted(signals, "availability")).toBe("0/0");
  });

  it("is not an OPTIONS that a route of its own answered", async () => {
    const [signals, { send }] = await shopWith((app) => app.options("/items", answering(200)));
    await send("OPTIONS", "/items");
    expect(await counted(signals, "availability")).toBe("0/1");
  });

  it("is one marked as a test, once a header for that is chosen", async () => {
    const routes = (app: Application): unknown => app.get("/items", answering(500));
    const [signals, { send, close }] = await shopWith(routes, { syntheticHeader: "X-Synthetic" });
    await send("GET", "/items", { "x-synthetic": "1" });
    expect(await counted(signals, "availability")).toBe("0/0");
    await close();
    const [unmarked, other] = await shopWith(routes);
    await other.send("GET", "/items", { "x-synthetic": "1" });
    expect(await counted(unmarked, "availability")).toBe("1/1");
  });
});

describe("the HTTP metrics", () => {
  it("count exactly, in flight back to zero, under many clients that come and go", async () => {
    const [signals, { send, connect, nextEnd }] = await shopWith((app) => {
      app.get("/items/:id", answering(200, 0));
      app.get("/slow", (_request, response) => response.flushHeaders());
    });
    await Promise.all(Array.from({ length: 60 }, (_, id) => send("GET", `/items/${id}`)));
    for (let client = 0; client < 5; client++) {
      const end = nextEnd();
      const socket = await connect();
      socket.write("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n");
      await once(socket, "data");
      socket.destroy();
      await end;
    }
    expect(await httpSeries(signals)).toEqual(["GET /items/:id 200 x60", "GET /slow 200 client_disconnect x5"]);
    expect(sampleValue(await signals.exposition(), "http_server_active_requests", { http_request_method: "GET" })).toBe(
      0,
    );
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(0);
  });

  it("hold unknown methods in one label value", async () => {
    const [signals, { send }] = await shopWith((app) => app.all("/items", answering(200)));
    await send("PROPFIND", "/items");
    await send("PURGE", "/items");
    expect(await httpSeries(signals)).toEqual(["_OTHER /items 200 x2"]);
  });

  it("hold at most 500 label sets and put the rest into the overflow series", async () => {
    const [signals, { send }] = await shopWith((app) =>
      app.get("/status/:code", (request, response) => {
        response.status(Number(request.params["code"])).send("done");
      }),
    );
    for (let code = 200; code < 710; code++) await send("GET", `/status/${code === 204 ? 200 : code}`);
    const text = await signals.exposition();
    const overflowed = sampleValue(text, "signalbox_overflowed_updates_total", {
      metric: "http_server_request_duration_seconds",
    });
    expect(await httpSeries(signals)).toHaveLength(501);
    expect(overflowed).toBe(9);
    expect(await httpSeries(signals)).toContain("__overflow__ __overflow__ __overflow__ __overflow__ x9");
  });
});
