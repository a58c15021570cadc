import { once } from "node:events";
import { instrument, type Signals } from "@signalbox/exporter";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { askAndLeave, counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";
import { clock, shop } from "./timed-shop.ts";

let served: ServedApp | undefined;
afterEach(() => served?.close());

async function shopWith(routes: (app: FastifyInstance) => void): Promise<[Signals, ServedApp, string[]]> {
  clock.seconds = 0;
  const messages: string[] = [];
  const signals = instrument(shop, { clock: () => clock.seconds, log: (message) => messages.push(message) });
  const app = fastify();
  await app.register(signals.fastify());
  routes(app);
  await app.ready();
  served = await servedHandler((request, response) => app.routing(request, response));
  return [signals, served, messages];
}

const ok = async (): Promise<string> => {
  clock.seconds += 0.1;
  return "ok";
};

describe("Fastify", () => {
  it("labels with the full template, prefixes of plugins included", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.get("/users/:id", ok);
      app.register(
        async (tenants) => {
          tenants.register(async (items) => items.get("/items/:id", ok), { prefix: "/v2" });
        },
        { prefix: "/tenants/:tenant" },
      );
    });
    for (const path of ["/users/1", "/users/2?x=3", "/tenants/acme/v2/items/7"]) await send("GET", path);
    expect(await httpSeries(signals)).toEqual(["GET /users/:id 200 x2", "GET /tenants/:tenant/v2/items/:id 200 x1"]);
  });

  it("keeps wildcards, and counts HEAD under its GET route", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/files/*", ok));
    await send("GET", "/files/x/y");
    await send("HEAD", "/files/z");
    expect(await httpSeries(signals)).toEqual(["GET /files/* 200 x1", "HEAD /files/* 200 x1"]);
    expect(await counted(signals, "availability")).toBe("0/2");
  });

  it("leaves out what no route matched, also with a handler of its own for it", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.get("/items", ok);
      app.setNotFoundHandler((_request, reply) => reply.code(404).send("none"));
    });
    for (const path of ["/wp-login.php", "/.env"]) expect(await send("GET", path)).toBe(404);
    expect(await send("DELETE", "/items")).toBe(404);
    expect(await httpSeries(signals)).toEqual(["GET 404 x2", "DELETE 404 x1"]);
    expect(await counted(signals, "availability")).toBe("0/0");
  });

  it("counts failures of handlers, of hooks and of its error handler for the route", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.setErrorHandler((error, _request, reply) => reply.code(409).send(String(error)));
      app.post("/orders", async () => {
        throw new Error("sold out");
      });
      app.register(async (guarded) => {
        guarded.addHook("preHandler", async (_request, reply) => reply.code(503).send("closed"));
        guarded.get("/guarded/:id", ok);
      });
    });
    await send("POST", "/orders");
    await send("GET", "/guarded/3");
    expect(await httpSeries(signals)).toEqual(["POST /orders 409 x1", "GET /guarded/:id 503 503 x1"]);
    expect([await counted(signals, "availability"), await counted(signals, "checkout")]).toEqual(["1/2", "1/1"]);
  });

  it("measures routes of every plugin, those registered before it too", async () => {
    clock.seconds = 0;
    const signals = instrument(shop, { clock: () => clock.seconds, log: () => undefined });
    const app = fastify();
    app.register(async (early) => early.get("/early", ok));
    app.register(signals.fastify());
    app.get("/late", ok);
    await app.ready();
    served = await servedHandler((request, response) => app.routing(request, response));
    await served.send("GET", "/late");
    expect(await httpSeries(signals)).toEqual(["GET /late 200 x1"]);
  });

  it("counts a client that leaves once, with nothing left in flight", async () => {
    let reached = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, leaving] = await shopWith((app) =>
      app.get("/slow/:id", () => {
        reached();
        return new Promise(() => undefined);
      }),
    );
    await askAndLeave(
      leaving,
      "/slow/3",
      () => hanging,
      () => {
        clock.seconds += 6;
      },
    );
    expect(await httpSeries(signals)).toEqual(["GET /slow/:id client_disconnect x1"]);
    expect(await counted(signals, "availability")).toBe("1/1");
    const active = sampleValue(await signals.exposition(), "http_server_active_requests", {
      http_request_method: "GET",
    });
    expect(active).toBe(0);
  });

  it("leaves event streams out of latency", async () => {
    const [signals, leaving] = await shopWith((app) =>
      app.get("/events", (_request, reply) => {
        reply.raw.writeHead(200, { "Content-Type": "text/event-stream" });
        reply.raw.write("data: 1\n\n");
        reply.hijack();
      }),
    );
    await askAndLeave(
      leaving,
      "/events",
      (client) => once(client, "data"),
      () => {
        clock.seconds += 700;
      },
    );
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
  });

  it("is asked for the routes of the indicators", async () => {
    const [missing, , messages] = await shopWith((app) => app.get("/orders", ok));
    expect(sampleValue(await missing.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
    expect(messages).toEqual([expect.stringContaining("no route POST /orders")]);
    await served?.close();
    const [found] = await shopWith((app) => app.post("/orders", ok));
    expect(sampleValue(await found.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(0);
  });
});
