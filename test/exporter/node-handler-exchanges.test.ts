import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { instrument, type Signals } from "@signalbox/exporter";
import { afterEach, describe, expect, it } from "vitest";
import { counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";
import { clock, shop } from "./timed-shop.ts";

let served: ServedApp | undefined;
afterEach(() => served?.close());

type Handler = Parameters<Signals["node"]>[0];

async function shopWith(handler: Handler): Promise<[Signals, ServedApp]> {
  clock.seconds = 0;
  const signals = instrument(shop, { clock: () => clock.seconds, log: () => undefined });
  const slow: Handler = (request, response) => {
    clock.seconds += 0.4;
    return handler(request, response);
  };
  served = await servedHandler(signals.node(slow, { route: () => "/items" }));
  return [signals, served];
}

/** Sends raw text and reads until the connection ends. */
async function exchanged({ connect }: ServedApp, text: string): Promise<string> {
  const client = await connect();
  let answer = "";
  client.on("data", (data) => {
    answer += data;
  });
  client.write(text);
  await once(client, "close");
  return answer;
}

async function both(signals: Signals): Promise<readonly string[]> {
  return [await counted(signals, "availability"), await counted(signals, "fast")];
}

describe("one exchange is one observation", () => {
  it("of HTTP/1.0 without a host", async () => {
    const [signals, app] = await shopWith((_request, response) => response.end("ok"));
    expect(await exchanged(app, "GET / HTTP/1.0\r\n\r\n")).toContain("200 OK");
    expect(await httpSeries(signals)).toEqual(["GET /items 200 x1"]);
  });

  it("of HEAD, and of a 304 and a 204, which have no body", async () => {
    const [signals, { send }] = await shopWith((request, response) => {
      response.statusCode = request.method === "HEAD" ? 200 : request.url === "/same" ? 304 : 204;
      response.end();
    });
    await send("HEAD", "/");
    await send("GET", "/same");
    await send("GET", "/none");
    expect(await httpSeries(signals)).toEqual(["HEAD /items 200 x1", "GET /items 304 x1", "GET /items 204 x1"]);
    expect(await both(signals)).toEqual(["0/3", "3/3"]);
  });

  it("of an answer in many parts", async () => {
    const [signals, { send }] = await shopWith((_request, response) => {
      for (let part = 0; part < 30; part++) response.write("a part of it");
      response.end();
    });
    await send("GET", "/");
    expect(await both(signals)).toEqual(["0/1", "1/1"]);
  });

  it("of an answer that says continue first", async () => {
    const [signals, app] = await shopWith((request, response) => request.on("end", () => response.end("ok")).resume());
    const head =
      "POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
    const client = await app.connect();
    client.write(head);
    expect(String((await once(client, "data"))[0])).toContain("100 Continue");
    client.resume();
    client.write("body");
    await once(client, "close");
    expect(await httpSeries(signals)).toEqual(["POST /items 200 x1"]);
  });

  it("of an upgrade that the handler answers by itself, for availability only", async () => {
    const [signals, app] = await shopWith((_request, response) => {
      response.writeHead(101, { Connection: "Upgrade", Upgrade: "echo" });
      response.end();
      response.socket?.end();
    });
    await exchanged(app, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    expect(await httpSeries(signals)).toEqual(["GET /items 101 x1"]);
    expect(await both(signals)).toEqual(["0/1", "0/0"]);
  });

  it("of an upgrade that is answered as an ordinary request, where nothing listens for upgrades", async () => {
    const [signals, app] = await shopWith((_request, response) => response.writeHead(426).end());
    const text = "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n";
    expect(await exchanged(app, text)).toContain("426");
    expect(await httpSeries(signals)).toEqual(["GET /items 426 x1"]);
  });

  it("of OPTIONS that the handler answers for its own route", async () => {
    const [signals, { send }] = await shopWith((_request, response) => response.writeHead(204).end());
    await send("OPTIONS", "/");
    expect(await both(signals)).toEqual(["0/1", "1/1"]);
  });

  it("of each of several requests on one connection", async () => {
    const [signals, app] = await shopWith((_request, response) => response.end("ok"));
    const request = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";
    await exchanged(app, `${request}${request}GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n`);
    expect(await httpSeries(signals)).toEqual(["GET /items 200 x3"]);
  });
});

describe("what a handler never sees is no observation", () => {
  it("a tunnel", async () => {
    const [signals, app] = await shopWith((_request, response) => response.end("ok"));
    app.server.on("connect", (_request: IncomingMessage, socket: Duplex) => socket.end("HTTP/1.1 200 Tunnel\r\n\r\n"));
    expect(await exchanged(app, "CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n")).toContain("Tunnel");
    expect(await httpSeries(signals)).toEqual([]);
  });

  it("an upgrade that a listener of the server takes", async () => {
    const [signals, app] = await shopWith((_request, response) => response.end("ok"));
    app.server.on("upgrade", (_request: IncomingMessage, socket: Duplex) => socket.end("HTTP/1.1 101 Echo\r\n\r\n"));
    await exchanged(app, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    expect(await httpSeries(signals)).toEqual([]);
  });

  it("text that is no HTTP", async () => {
    const [signals, app] = await shopWith((_request, response) => response.end("ok"));
    expect(await exchanged(app, "nonsense\r\n\r\n")).toContain("400");
    expect(await httpSeries(signals)).toEqual([]);
  });
});
