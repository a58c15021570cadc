import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { connect, createServer as createHttp2Server } from "node:http2";
import { Agent, createServer as createTlsServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { defineService } from "@signalbox/contract";
import { type HttpServer, instrument, type LifecycleOptions, type Signals } from "@signalbox/exporter";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { Authority, hasOpenssl } from "./certificates.ts";
import { sampleValue } from "./exposition-text.ts";
import { answer, connected, host, latch, servedShop } from "./served-shop.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products." });

describe("the probes", () => {
  it("tell whether the service has started, lives and is ready", async () => {
    const { signals, url } = await servedShop();
    const all = (): Promise<readonly string[]> =>
      Promise.all(["/startupz", "/livez", "/healthz", "/readyz"].map((path) => answer(url + path)));
    expect(await all()).toEqual(["200 ok", "200 ok", "200 ok", "200 ok"]);
    signals.ready(false);
    expect(await all()).toEqual(["200 ok", "200 ok", "200 ok", "503 not ready"]);
    signals.ready(true);
    expect(await all()).toEqual(["200 ok", "200 ok", "200 ok", "200 ok"]);
  });

  it("name the check that fails, and keep what it threw for the log", async () => {
    let isUp = true;
    const readiness = {
      database: () => isUp,
      search: async () => {
        if (!isUp) throw new Error("cannot reach postgres://admin:hunter2@db");
        return true;
      },
      queue: () => true,
    };
    const { url, messages } = await servedShop({ readiness });
    expect(await answer(`${url}/readyz`)).toBe("200 ok");
    isUp = false;
    expect(await answer(`${url}/readyz`)).toBe("503 database: not ready\nsearch: failed");
    expect(messages).toEqual(["readiness check search: cannot reach postgres://admin:hunter2@db"]);
    expect(await answer(`${url}/livez`)).toBe("200 ok");
    isUp = true;
    expect(await answer(`${url}/readyz`)).toBe("200 ok");
  });

  it("do not wait for a check that hangs, and do not start it again", async () => {
    let calls = 0;
    let end = (_isUp: boolean): void => undefined;
    const database = (): Promise<boolean> => {
      calls += 1;
      return new Promise((resolve) => {
        end = resolve;
      });
    };
    const { url } = await servedShop({ readiness: { database }, readinessDeadlineSeconds: 0.05 });
    const late = "503 database: no answer within 0.05 s";
    expect([await answer(`${url}/readyz`), await answer(`${url}/readyz`), calls]).toEqual([late, late, 1]);
    end(true);
    const again = answer(`${url}/readyz`);
    expect([await again, calls]).toEqual([late, 2]);
  });

  it("answer 503 while the startup runs, and the application listens after it", async () => {
    const { signals, messages } = await servedShop();
    const started = latch();
    const opened = latch();
    const metricsPort = await freePort();
    const serving = signals.serve({
      app: (_request, response) => response.end("ok"),
      port: 0,
      metricsPort,
      host,
      startup: () => {
        opened.open();
        return started.passed;
      },
    });
    await opened.passed;
    const probes = ["/startupz", "/readyz", "/livez"].map((path) => answer(`http://${host}:${metricsPort}${path}`));
    expect(await Promise.all(probes)).toEqual(["503 starting", "503 starting", "200 ok"]);
    started.open();
    const served = await serving;
    expect(await answer(`http://${host}:${metricsPort}/readyz`)).toBe("200 ok");
    await served.close();
    expect(messages).toEqual([]);
  });

  it("leave nothing open when the startup fails", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const metricsPort = await freePort();
    const startup = (): Promise<void> => Promise.reject(new Error("the migration failed"));
    const app: RequestListener = (_request, response) => response.end();
    await expect(signals.serve({ app, port: 0, metricsPort, host, startup })).rejects.toThrow("the migration failed");
    await expect(fetch(`http://${host}:${metricsPort}/livez`)).rejects.toThrow("fetch failed");
    const listeners = process.listenerCount("SIGTERM");
    const served = await signals.serve({ app, port: 0, metricsPort, host });
    expect(process.listenerCount("SIGTERM")).toBe(listeners + 1);
    await served.close();
    expect(process.listenerCount("SIGTERM")).toBe(listeners);
  });
});

describe("the lifecycle of a server of one's own", () => {
  it("says ready when the server listens, and ends it without losing the request in flight", async () => {
    const { signals, server, reached, release } = slowServer((listener) => createServer(listener));
    const running = await started(signals, { server });
    const url = `http://${host}:${running.metricsPort}`;
    expect(await answer(`${url}/readyz`)).toBe("503 starting");
    const port = await listening(server);
    expect(await answer(`${url}/readyz`)).toBe("200 ok");
    const report = fetch(`http://${host}:${port}/`);
    await reached;
    const closing = running.close();
    release();
    const response = await report;
    expect([response.headers.get("connection"), await response.text()]).toEqual(["close", "done"]);
    await closing;
    await expect(fetch(`${url}/livez`)).rejects.toThrow("fetch failed");
    await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow("fetch failed");
  });

  it.skipIf(!hasOpenssl)("does the same for a server of node:https", async () => {
    const { cert, key } = new Authority("own").certified("application");
    const { signals, server, reached, release } = slowServer((listener) =>
      createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, listener),
    );
    const running = await started(signals, { server });
    const port = await listening(server);
    const agent = new Agent({ keepAlive: true });
    const report = new Promise<string>((resolve, reject) => {
      get({ host, port, rejectUnauthorized: false, agent }, async (response) => {
        let body = "";
        for await (const chunk of response.setEncoding("utf8")) body += chunk;
        resolve(`${response.headers.connection} ${body}`);
      }).on("error", reject);
    });
    await reached;
    const unused = await connected(port);
    const closing = running.close();
    release();
    expect(await report).toBe("close done");
    await closing;
    unused.destroy();
  });

  it("does not wait for connections that become idle after an answer that had begun", async () => {
    const { signals, server, reached, release } = slowServer((listener) =>
      createServer({ keepAliveTimeout: 3_600_000 }, listener),
    );
    server.prependListener("request", (_request, response) => response.flushHeaders());
    const running = await started(signals, { server, deadlineSeconds: 3600 });
    const port = await listening(server);
    const response = await fetch(`http://${host}:${port}/`);
    await reached;
    const closing = running.close();
    release();
    expect([response.headers.get("connection"), await response.text()]).toEqual(["keep-alive", "done"]);
    await closing;
  });

  it("sends HTTP/2 clients away with GOAWAY, after their answers", async () => {
    const { signals, server, reached, release } = slowServer((listener) => createHttp2Server(listener));
    const running = await started(signals, { server, deadlineSeconds: 3600 });
    const client = connect(`http://${host}:${await listening(server)}`);
    const goaway = new Promise((resolve) => client.once("goaway", resolve));
    const report = new Promise<string>((resolve, reject) => {
      let body = "";
      const stream = client.request({ ":path": "/" }).setEncoding("utf8").on("error", reject);
      stream.on("data", (text: string) => {
        body += text;
      });
      stream.on("end", () => resolve(body));
    });
    await reached;
    const closing = running.close();
    expect(await goaway).toBe(0);
    release();
    expect(await report).toBe("done");
    await closing;
  });

  it("counts the requests of HTTP/2 that it had to break off", async () => {
    const { signals, server, reached, messages } = slowServer((listener) => createHttp2Server(listener));
    const running = await started(signals, { server, deadlineSeconds: 0.05 });
    const client = connect(`http://${host}:${await listening(server)}`).on("error", () => undefined);
    const broken = new Promise((resolve) => client.request({ ":path": "/" }).on("error", resolve).on("close", resolve));
    await reached;
    await Promise.all([broken, running.close()]);
    expect(messages).toEqual(["drain: broken off at the deadline: 1 connection, with 1 request in flight"]);
  });

  it("does not wait for connections on which nothing was sent", async () => {
    const { signals, server } = slowServer((listener) => createServer(listener));
    const running = await started(signals, { server, deadlineSeconds: 3600 });
    const unused = await connected(await listening(server));
    const closed = new Promise((resolve) => unused.resume().once("close", resolve));
    await running.close();
    await closed;
  });

  it("counts the requests that it had to break off", async () => {
    const { signals, server, reached, messages } = slowServer((listener) => createServer(listener));
    let lastScrape = "";
    const running = await started(signals, {
      server,
      deadlineSeconds: 0.05,
      onDrained: async () => {
        lastScrape = await signals.exposition();
      },
    });
    const port = await listening(server);
    const hanging = fetch(`http://${host}:${port}/`);
    await reached;
    await Promise.all([expect(hanging).rejects.toThrow("fetch failed"), running.close()]);
    expect(sampleValue(lastScrape, "signalbox_aborted_requests_total")).toBe(1);
    expect(messages).toEqual(["drain: broken off at the deadline: 1 connection, with 1 request in flight"]);
  });

  it("ends Fastify, its hooks last", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const app = fastify();
    const steps: string[] = [];
    const reached = latch();
    const released = latch();
    app.get("/", async () => {
      reached.open();
      await released.passed;
      steps.push("answered");
      return "done";
    });
    app.addHook("onClose", async () => {
      steps.push("closed");
    });
    const running = await started(signals, { server: app.server, onDrained: () => app.close() });
    const url = await app.listen({ port: 0, host });
    const report = fetch(url);
    await reached.passed;
    const closing = running.close();
    released.open();
    const response = await report;
    expect([response.headers.get("connection"), await response.text()]).toEqual(["close", "done"]);
    await closing;
    expect(steps).toEqual(["answered", "closed"]);
  });
});

function started(
  signals: Signals,
  options: Omit<LifecycleOptions, "metricsPort" | "host">,
): ReturnType<Signals["lifecycle"]> {
  return signals.lifecycle({ ...options, metricsPort: 0, host });
}

/** Handles a request of HTTP/1.1 or HTTP/2. */
type SlowListener = (request: unknown, response: { end(body: string): unknown }) => Promise<void>;

interface SlowServer {
  readonly signals: Signals;
  readonly server: HttpServer;
  readonly messages: readonly string[];
  readonly reached: Promise<void>;
  release(): void;
}

/** A server whose answer waits to be released. */
function slowServer(server: (listener: SlowListener) => HttpServer): SlowServer {
  const messages: string[] = [];
  const signals = instrument(shop, { log: (message) => messages.push(message) });
  const reached = latch();
  const released = latch();
  const listener: SlowListener = async (_request, response) => {
    reached.open();
    await released.passed;
    response.end("done");
  };
  return { signals, server: server(listener), messages, reached: reached.passed, release: () => released.open() };
}

async function listening(server: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
