import { once } from "node:events";
import { getRequestListener } from "@hono/node-server";
import { instrument, type Signals } from "@signalbox/exporter";
import { Hono, type MiddlewareHandler } from "hono";
import { streamSSE } from "hono/streaming";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { askAndLeave, counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";
import { clock, shop } from "./timed-shop.ts";

let served: ServedApp | undefined;
afterEach(() => served?.close());

function measuredApp(routes: (app: Hono) => void): [Signals, Hono, string[]] {
  clock.seconds = 0;
  const messages: string[] = [];
  const signals = instrument(shop, { clock: () => clock.seconds, log: (message) => messages.push(message) });
  const app = new Hono();
  app.use(signals.hono(app));
  routes(app);
  return [signals, app, messages];
}

async function shopWith(routes: (app: Hono) => void): Promise<[Signals, ServedApp, string[]]> {
  const [signals, app, messages] = measuredApp(routes);
  served = await servedHandler(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return [signals, served, messages];
}

const ok = (context: { text(text: string): Response }): Response => {
  clock.seconds += 0.1;
  return context.text("ok");
};
const pass: MiddlewareHandler = (_context, next) => next();
const raw: MiddlewareHandler = async (context, _next) => context.text("raw");
const closed: MiddlewareHandler = async (context) => context.text("closed", 503);

describe("Hono", () => {
  const cases: readonly [string, (app: Hono) => void, readonly string[], readonly string[]][] = [
    [
      "is the template, not the path",
      (app) => app.get("/users/:id", ok),
      ["/users/a", "/users/b?x=1"],
      ["/users/:id 200 x2"],
    ],
    [
      "has the templates of the mounts",
      (app) => app.route("/tenants/:tenant", new Hono().basePath("/v2").get("/items/:id", pass, ok)),
      ["/tenants/acme/v2/items/7"],
      ["/tenants/:tenant/v2/items/:id 200 x1"],
    ],
    [
      "is found behind middleware, of the path too",
      (app) => app.use("/users/*", pass).get("/users/:id", ok).use(pass),
      ["/users/3"],
      ["/users/:id 200 x1"],
    ],
    [
      "is found in a mounted application with an error handler of its own",
      (app) => {
        const jobs = new Hono().use(pass).all("/jobs/:id", ok);
        jobs.onError((_error, context) => context.text("failed", 500));
        app.route("/admin", jobs);
      },
      ["/admin/jobs/3"],
      ["/admin/jobs/:id 200 x1"],
    ],
    ["keeps a wildcard", (app) => app.get("/files/*", ok), ["/files/x/y"], ["/files/* 200 x1"]],
    [
      "is empty when middleware answered well",
      (app) => app.use("/raw/*", raw).get("/raw/:id", ok),
      ["/raw/1"],
      ["200 x1"],
    ],
  ];
  it.each(cases)("labels with a route that %s", async (_name, routes, paths, expected) => {
    const [signals, { send }] = await shopWith(routes);
    for (const path of paths) expect(await send("GET", path)).toBe(200);
    expect(await httpSeries(signals)).toEqual(expected.map((series) => `GET ${series}`));
  });

  it("leaves out what no route matched, also with a handler of its own for it", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.get("/items", ok).notFound((context) => context.text("none", 404));
    });
    expect([await send("GET", "/.env"), await send("POST", "/items")]).toEqual([404, 404]);
    expect(await httpSeries(signals)).toEqual(["GET 404 x1", "POST 404 x1"]);
    expect(await counted(signals, "availability")).toBe("0/0");
  });

  it("counts failures of handlers, of middleware and of the error handler for the route", async () => {
    const [signals, { send }] = await shopWith((app) => {
      app.onError((_error, context) => context.text("conflict", 409));
      app.use("/closed/*", closed);
      app.get("/closed/*", ok).get("/closed/:id", ok);
      app.post("/orders", () => {
        throw new Error("sold out");
      });
    });
    await send("POST", "/orders");
    await send("GET", "/closed/3");
    expect(await httpSeries(signals)).toEqual(["POST /orders 409 x1", "GET /closed/:id 503 503 x1"]);
    expect([await counted(signals, "availability"), await counted(signals, "checkout")]).toEqual(["1/2", "1/1"]);
  });

  it("counts HEAD for its GET route", async () => {
    const [signals, { send }] = await shopWith((app) => app.get("/items/:id", ok));
    await send("HEAD", "/items/3");
    expect(await httpSeries(signals)).toEqual(["HEAD /items/:id 200 x1"]);
  });

  it("counts a client that leaves once, with nothing left in flight", async () => {
    let reached = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, leaving] = await shopWith((app) =>
      app.get("/slow/:id", () => {
        reached();
        return new Promise<Response>(() => undefined);
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
      app.get("/events", (context) =>
        streamSSE(context, async (stream) => {
          await stream.writeSSE({ data: "1" });
          await new Promise<void>((resolve) => stream.onAbort(resolve));
        }),
      ),
    );
    await askAndLeave(
      leaving,
      "/events",
      (client) => once(client, "data"),
      () => {
        clock.seconds += 700;
      },
    );
    expect(await httpSeries(signals)).toEqual(["GET /events 200 client_disconnect x1"]);
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
  });

  it("holds the routes of the indicators against the application's", async () => {
    const [missing, , messages] = measuredApp((app) => app.get("/orders", ok).use("/orders", pass));
    expect(sampleValue(await missing.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
    expect(messages).toEqual([expect.stringContaining("no route POST /orders")]);
    const [found] = measuredApp((app) => app.route("/orders", new Hono().post("/", ok)));
    expect(sampleValue(await found.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(0);
  });

  it("says so when it was not given the application", () => {
    const messages: string[] = [];
    instrument(shop, { log: (message) => messages.push(message) }).hono();
    expect(messages).toEqual([expect.stringContaining("signals.hono() was not given the application")]);
  });
});

describe("Hono without a server of Node", () => {
  it("counts when the response is there", async () => {
    const [signals, app] = measuredApp((hono) => {
      hono.get("/items/:id", ok).post("/orders", () => {
        throw new Error("broken");
      });
      hono.get("/events", (context) => context.body("data: 1\n\n", 200, { "Content-Type": "text/event-stream" }));
      hono.onError((_error, context) => context.text("failed", 500));
    });
    const answers = [
      await app.request("/items/3"),
      await app.request("https://shop.example/items/4"),
      await app.request("/orders", { method: "POST" }),
      await app.request("/events"),
      await app.request("/.env"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200, 404]);
    expect(await httpSeries(signals)).toEqual([
      "GET /items/:id 200 x1",
      "GET /items/:id 200 x1",
      "POST /orders 500 500 x1",
      "GET /events 200 x1",
      "GET 404 x1",
    ]);
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["1/4", "0/2"]);
  });

  it("counts a request that threw what is no error as broken off", async () => {
    const [signals, app] = measuredApp((hono) =>
      hono.get("/items/:id", pass, () => {
        throw "nothing";
      }),
    );
    await expect(Promise.resolve(app.request("/items/3"))).rejects.toBe("nothing");
    expect(await httpSeries(signals)).toEqual(["GET /items/:id _OTHER x1"]);
    expect(await counted(signals, "availability")).toBe("1/1");
  });
});
