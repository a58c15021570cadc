import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { instrument, type Signals } from "@signalbox/exporter";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { httpSeries } from "./served-app.ts";
import { answer, host, until } from "./served-shop.ts";
import { shop } from "./timed-shop.ts";

/** What is counted of one request. */
async function countedOf(signals: Signals, listener: RequestListener): Promise<readonly string[]> {
  const server = createServer(listener);
  server.listen(0, host);
  await once(server, "listening");
  await answer(`http://${host}:${(server.address() as AddressInfo).port}/api/items/7`);
  await until(async () => (await httpSeries(signals)).length > 0);
  server.close();
  const active = sampleValue(await signals.exposition(), "http_server_active_requests", {
    http_request_method: "GET",
    url_scheme: "http",
  });
  return [...(await httpSeries(signals)), `active ${active}`];
}

const counted = ["GET /api/items/:id 200 x1", "active 0"];

describe("a request that passes two adapters", () => {
  it("is counted once when the middleware stands in an application and in its router", async () => {
    const signals = instrument(shop);
    const router = express.Router();
    router.use(signals.express());
    router.get("/items/:id", (_request, response) => response.send("item"));
    const app = express();
    app.use(signals.express());
    app.use("/api", router);
    expect(await countedOf(signals, app)).toEqual(counted);
  });

  it("is counted once, with its route, when a handler is wrapped around an application", async () => {
    const signals = instrument(shop);
    const app = express();
    app.use(signals.express());
    app.get("/api/items/:id", (_request, response) => response.send("item"));
    expect(await countedOf(signals, signals.node(app))).toEqual(counted);
  });

  it("is counted once when a plugin is registered twice", async () => {
    const signals = instrument(shop);
    const app = fastify();
    await app.register(signals.fastify());
    await app.register(signals.fastify());
    app.get("/api/items/:id", () => "item");
    await app.ready();
    expect(await countedOf(signals, (request, response) => app.routing(request, response))).toEqual(counted);
  });

  it("is counted by each of two services that measure it", async () => {
    const [outer, inner] = [instrument(shop), instrument(shop)];
    const app = express();
    app.use(inner.express());
    app.get("/api/items/:id", (_request, response) => response.send("item"));
    const listener = outer.node(app, { route: () => "/api/items/:id" });
    expect(await countedOf(outer, listener)).toEqual(counted);
    expect(await httpSeries(inner)).toEqual(counted.slice(0, 1));
  });
});

describe("an adapter that is not called, or with the wrong thing", () => {
  it("fails with what to write, and lets no request hang", async () => {
    const signals = instrument(shop);
    const app = express();
    app.use(signals.express as never);
    app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) => {
      response.status(500).send(error.message);
    });
    const server = createServer(app).listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await answer(`http://${host}:${port}/`)).toContain("app.use(signals.express())");
    server.close();
  });

  it.each<[string, (signals: Signals) => unknown]>([
    [
      "await app.register(signals.fastify())",
      (signals) =>
        fastify()
          .register(signals.fastify as never)
          .ready(),
    ],
    ["app.use(signals.hono(app))", (signals) => signals.hono(new Hono().fetch as never)],
    ["createServer(signals.node(handler))", (signals) => signals.node(undefined as never)],
  ])("says to write %s", async (example, use) => {
    const used = Promise.resolve(instrument(shop)).then(use);
    await expect(used).rejects.toThrow(`${example}.`);
  });
});
