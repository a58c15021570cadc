import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { instrument, type Signals } from "@signalbox/exporter";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";
import { shop } from "./timed-shop.ts";

let served: ServedApp | undefined;
afterEach(() => served?.close());

/** Changes an exchange; what it returns is done when the handler has run. */
type Disturbance = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Serves answers of 200 while something outside disturbs each exchange before the exporter sees it. */
async function disturbed(disturb: Disturbance): Promise<[Signals, ServedApp]> {
  const log = (): never => {
    throw new Error("no log");
  };
  const signals = instrument(shop, { log, syntheticHeader: "x-test" });
  const handler = signals.node((_request, response) => response.end("ok"), { route: () => "/items" });
  served = await servedHandler((request, response) => {
    const undo = disturb(request, response);
    handler(request, response);
    if (typeof undo === "function") undo();
  });
  return [signals, served];
}

async function state(signals: Signals): Promise<readonly (number | undefined)[]> {
  const text = await signals.exposition();
  return [
    sampleValue(text, "signalbox_internal_errors_total"),
    sampleValue(text, "http_server_active_requests", { http_request_method: "GET", url_scheme: "http" }),
  ];
}

const fails = (): never => {
  throw new Error("disturbed");
};

/** Changes how a response is listened to; what it returns takes that back. */
function withListening(response: ServerResponse, on: (...parts: never[]) => void): () => void {
  Object.assign(response, { on });
  return () => Reflect.deleteProperty(response, "on");
}

describe("what code outside throws", () => {
  const thrown: readonly [string, unknown][] = [
    ["an object without a prototype", Object.create(null)],
    [
      "an error with a message that cannot become text",
      Object.assign(new Error("x"), { message: Object.create(null) }),
    ],
    ["undefined", undefined],
  ];

  it.each(thrown)("never reaches the caller of the instrumentation: %s", async (_, value) => {
    const fail = (): never => {
      throw value;
    };
    let clock = (): number => 0;
    const signals = instrument(shop, {
      log: () => undefined,
      clock: () => clock(),
      registries: [{ contentType: "text/plain", metrics: fail }],
    });
    const exchange = signals.request.begin({ method: "GET" });
    clock = fail;
    exchange.end({ route: "/items", status: 200 });
    signals.request.begin({ method: "GET" }).end({ status: 200 });
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(3);
  });
});

describe("a request whose instrumentation fails", () => {
  const cases: readonly [string, Disturbance][] = [
    ["to listen", (_request, response) => withListening(response, fails)],
    [
      "after it had begun to listen",
      (_request, response) => {
        const { on } = response;
        return withListening(response, (...parts: Parameters<typeof on>) => {
          on.apply(response, parts);
          fails();
        });
      },
    ],
    ["to read the headers that were sent", (_request, response) => Object.assign(response, { getHeader: fails })],
    ["to read the request's headers", (request) => Object.defineProperty(request, "headers", { get: fails })],
    [
      "to read whether headers were sent",
      (_request, response) => Object.defineProperty(response, "headersSent", { get: fails }),
    ],
  ];
  it.each(cases)("%s is answered as ever, and counted as an error", async (_name, disturb) => {
    const [signals, { server, port }] = await disturbed(disturb);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
    server.closeIdleConnections();
    await vi.waitUntil(async () => (await state(signals))[0] === 1);
    expect(await state(signals)).toEqual([1, 0]);
    expect(await httpSeries(signals)).toEqual([]);
  });
});

describe("a frozen exchange", () => {
  it("reaches its handler, is counted as an error and leaves nothing in flight", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const request = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/" });
    const response = new ServerResponse(request);
    for (const frozen of [request, response]) Object.freeze(frozen);
    const handled: unknown[] = [];
    signals.node((...exchange) => handled.push(...exchange))(request, response);
    response.emit("close");
    expect(handled).toEqual([request, response]);
    expect(await state(signals)).toEqual([1, 0]);
  });
});

describe("an exchange that others changed", () => {
  const cases: readonly [string, Disturbance][] = [
    [
      "by patching the end of its response, as compression does",
      (_request, response) => {
        const { end } = response;
        Object.assign(response, {
          end: (...parts: readonly unknown[]) => Reflect.apply(end, response, parts),
        });
      },
    ],
    [
      "by emitting close again",
      (_request, response) => {
        response.once("close", () => response.emit("close"));
      },
    ],
  ];
  it.each(cases)("%s is counted once", async (_name, disturb) => {
    const [signals, { send }] = await disturbed(disturb);
    expect(await send("GET", "/")).toBe(200);
    expect(await httpSeries(signals)).toEqual(["GET /items 200 x1"]);
    expect(await state(signals)).toEqual([0, 0]);
  });

  it("by an end that throws keeps its error, which reaches the caller as without instrumentation", async () => {
    const errors: unknown[] = [];
    const signals = instrument(shop, { log: () => undefined });
    const handler = signals.node((_request, response) => response.end("never"));
    served = await servedHandler((request, response) => {
      const { end } = response;
      Object.assign(response, { end: fails });
      try {
        handler(request, response);
      } catch (error) {
        errors.push(error);
        Reflect.apply(end, response, []);
      }
    });
    expect(await served.send("GET", "/")).toBe(200);
    expect(errors).toEqual([new Error("disturbed")]);
    expect(await counted(signals, "availability")).toBe("0/1");
  });
});

describe("clients that leave at any moment", () => {
  it("leave nothing in flight, and each request that began is counted once", async () => {
    let begun = 0;
    let ended = 0;
    const signals = instrument(shop, { log: () => undefined });
    const handler = signals.node(
      (request, response) => {
        begun += 1;
        request.on("error", () => undefined).resume();
        response.on("close", () => {
          ended += 1;
        });
        if (request.url === "/now") response.end("now");
        else if (request.url === "/parts") response.write("a part");
        else if (request.url === "/end") request.on("end", () => response.end("later"));
      },
      { route: ({ url }) => url },
    );
    served = await servedHandler(handler);
    const requests = ["/now", "/parts", "/end", "/never"].flatMap((path) => [
      `GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`,
      `POST ${path} HTTP/1.1\r\nHost: shop\r\nContent-Length: 40\r\n\r\nten bytes.`,
      `GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\nGET /now HTTP/1.1\r\nHost: shop\r\n\r\n`,
    ]);
    const leavings = ["destroy", "resetAndDestroy", "end"] as const;
    for (const [index, text] of Array.from(
      { length: 90 },
      (_, client) => requests[client % requests.length] ?? "",
    ).entries()) {
      const client = await served.connect();
      const before = begun;
      client.resume();
      client.write(text);
      // Two of three stay until the service has begun; the third may leave before.
      if (index % 3 !== 0) await vi.waitUntil(() => begun > before, { interval: 1 });
      client[leavings[index % leavings.length] ?? "destroy"]();
      client.destroySoon();
    }
    await vi.waitUntil(() => begun > 0 && begun === ended, { interval: 5 });
    await served.close();
    const text = await signals.exposition();
    const active = text.split("\n").filter((line) => line.startsWith("http_server_active_requests{"));
    expect(active.every((line) => line.endsWith(" 0"))).toBe(true);
    const total = (await httpSeries(signals)).reduce((sum, series) => sum + Number(/x(\d+)$/.exec(series)?.[1]), 0);
    expect(total).toBe(begun);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(0);
  });
});
