import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { defineService, requests } from "@signalbox/contract";
import { type AddedRegistry, instrument, type Served, type Signals } from "@signalbox/exporter";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: { checkout: requests({ routes: ["POST /orders"] }) },
});

const host = "127.0.0.1";
const running: Served[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((served) => served.close()));
});

async function servedShop(registries: readonly AddedRegistry[] = []): Promise<[Signals, Served, string[]]> {
  const messages: string[] = [];
  const signals = instrument(shop, { registries, log: (message) => messages.push(message) });
  const app = express();
  app.use(signals.express());
  app.get("/orders", (_request, response) => response.send("none"));
  const served = await signals.serve({ app, port: 0, metricsPort: 0, host });
  running.push(served);
  return [signals, served, messages];
}

describe("the metrics server", () => {
  it("serves the exposition in the text format and lets nobody keep it", async () => {
    const [signals, { metricsPort }] = await servedShop();
    const response = await fetch(`http://${host}:${metricsPort}/metrics?name=up`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.text()).toBe(await signals.exposition());
  });

  it("answers HEAD with the headers alone", async () => {
    const [signals, { metricsPort }] = await servedShop();
    const response = await fetch(`http://${host}:${metricsPort}/metrics`, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(await signals.exposition())));
    expect(await response.text()).toBe("");
  });

  const refused: readonly [string, string, number][] = [
    ["POST", "/metrics", 405],
    ["DELETE", "/livez", 405],
    ["GET", "/", 404],
    ["GET", "/metrics/../../etc/passwd", 404],
    ["GET", "/constructor", 404],
  ];
  it.each(refused)("refuses %s %s with %i", async (method, path, status) => {
    const [, { metricsPort }] = await servedShop();
    const response = await fetch(`http://${host}:${metricsPort}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
  });

  it("answers three scrapes at a time and sends the others away", async () => {
    let answer = (_text: string): void => undefined;
    const text = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const [, { metricsPort }] = await servedShop([{ contentType: "text/plain", metrics: () => text }]);
    const url = `http://${host}:${metricsPort}/metrics`;
    const statuses: number[] = [];
    const scrapes = Array.from({ length: 5 }, async () => {
      const response = await fetch(url);
      statuses.push(response.status);
      if (statuses.length === 2) answer("");
      return response;
    });
    const responses = await Promise.all(scrapes);
    expect(statuses).toEqual([503, 503, 200, 200, 200]);
    expect((await fetch(url)).status).toBe(200);
    expect(
      responses.map(({ headers }) => headers.get("retry-after")).filter((seconds) => seconds === "1"),
    ).toHaveLength(2);
  });

  it("tells by probes whether the service lives and is ready", async () => {
    const [signals, { metricsPort }] = await servedShop();
    const probe = async (path: string): Promise<string> => {
      const response = await fetch(`http://${host}:${metricsPort}${path}`);
      return `${response.status} ${(await response.text()).trim()}`;
    };
    expect([await probe("/startupz"), await probe("/livez"), await probe("/readyz")]).toEqual([
      "200 ok",
      "200 ok",
      "200 ok",
    ]);
    signals.ready(false);
    expect([await probe("/livez"), await probe("/readyz")]).toEqual(["200 ok", "503 not ready"]);
    signals.ready(true);
    expect(await probe("/readyz")).toBe("200 ok");
  });
});

describe("serve", () => {
  it("reports an indicator's route that the router does not have, before the first request", async () => {
    const [signals, , messages] = await servedShop();
    expect(messages).toEqual([expect.stringContaining("the router has no route POST /orders")]);
    expect(sampleValue(await signals.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
  });

  it.each(["port", "metricsPort"] as const)("names a port that is taken and the option %s", async (option) => {
    const [taken, server] = await takenPort();
    const signals = instrument(shop, { log: () => undefined });
    const ports = { port: 0, metricsPort: 0, [option]: taken };
    const failure = signals.serve({ app: express(), ...ports, host });
    await expect(failure).rejects.toThrow(new RegExp(`Port ${taken} is taken.*option ${option} of serve`));
    server.close();
  });

  it("leaves no metrics server behind when the port of the application is taken", async () => {
    const [taken, server] = await takenPort();
    const free = await freePort();
    const signals = instrument(shop, { log: () => undefined });
    await expect(signals.serve({ app: express(), port: taken, metricsPort: free, host })).rejects.toThrow("is taken");
    server.close();
    const again = await signals.serve({ app: express(), port: 0, metricsPort: free, host });
    running.push(again);
    expect(again.metricsPort).toBe(free);
  });

  it("closes without cutting off the request in flight", async () => {
    const signals = instrument(shop, { log: () => undefined });
    let reached = (): void => undefined;
    let answer = (): void => undefined;
    const inFlight = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const app = express();
    app.use(signals.express());
    app.get("/report", (_request, response) => {
      answer = () => response.end("done");
      reached();
    });
    const served = await signals.serve({ app, port: 0, metricsPort: 0, host });
    const report = fetch(`http://${host}:${served.port}/report`);
    await inFlight;
    const closing = served.close();
    answer();
    const response = await report;
    expect([response.headers.get("connection"), await response.text()]).toEqual(["close", "done"]);
    await closing;
    await expect(fetch(`http://${host}:${served.metricsPort}/livez`)).rejects.toThrow();
  });

  it("can serve again after it was closed", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const app = signals.node((_request, response) => response.end("ok"));
    await (await signals.serve({ app, port: 0, metricsPort: 0, host })).close();
    const again = await signals.serve({ app, port: 0, metricsPort: 0, host });
    running.push(again);
    expect((await fetch(`http://${host}:${again.metricsPort}/readyz`)).status).toBe(200);
  });

  it("ends the metrics server even when onDrained fails", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const onDrained = (): Promise<void> => Promise.reject(new Error("the database does not let go"));
    const served = await signals.serve({ app: express(), port: 0, metricsPort: 0, host, onDrained });
    await expect(served.close()).rejects.toThrow("does not let go");
    await expect(fetch(`http://${host}:${served.metricsPort}/livez`)).rejects.toThrow();
  });

  it("breaks off what is left at the deadline, upgraded connections too, and says how many", async () => {
    const messages: string[] = [];
    const signals = instrument(shop, { log: (message) => messages.push(message) });
    let drained = false;
    const onDrained = (): void => {
      drained = true;
    };
    const app = signals.node(() => undefined);
    const served = await signals.serve({ app, port: 0, metricsPort: 0, host, deadlineSeconds: 0.05, onDrained });
    served.server.on("upgrade", (_request, socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    const upgraded = connect(served.port, host);
    upgraded.write("GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    await once(upgraded, "data");
    await served.close();
    expect([messages.filter((message) => message.startsWith("drain")), drained]).toEqual([
      ["drain: 1 connections were broken off at the deadline"],
      true,
    ]);
  });
});

async function takenPort(): Promise<[number, Server]> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  return [(server.address() as AddressInfo).port, server];
}

async function freePort(): Promise<number> {
  const [port, server] = await takenPort();
  server.close();
  await once(server, "close");
  return port;
}
