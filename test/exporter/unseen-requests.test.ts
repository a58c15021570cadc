import { once } from "node:events";
import { createServer as createHttp2Server } from "node:http2";
import { defineService } from "@signalbox/contract";
import { instrument, type Served, type Signals } from "@signalbox/exporter";
import express, { type Express } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { answer, host } from "./served-shop.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products.", process: "none" });

const running: Served[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((served) => served.close()));
});

/** What is logged about requests that nothing measured, when an application answers some paths one after the other. */
async function toldOf(build: (app: Express, signals: Signals) => void, paths: readonly string[]): Promise<string[]> {
  const messages: string[] = [];
  const signals = instrument(shop, { log: (message) => messages.push(message) });
  const app = express();
  build(app, signals);
  const served = await signals.serve({ app, port: 0, metricsPort: 0, host });
  running.push(served);
  for (const path of paths) await answer(`http://${host}:${served.port}${path}`);
  await served.close();
  return messages.filter((message) => message.startsWith("the application answered a request that nothing measured"));
}

const answering = (app: Express): unknown => app.use((_request, response) => response.end("ok"));

describe("an application whose requests nothing measures", () => {
  it("is told once, because it would be blind", async () => {
    expect(await toldOf(answering, ["/a", "/b", "/c"])).toHaveLength(1);
  });

  it("is told when the middleware stands after the routes", async () => {
    const build = (app: Express, signals: Signals): void => {
      app.get("/a", (_request, response) => response.end("ok"));
      app.use(signals.express());
    };
    expect(await toldOf(build, ["/a"])).toHaveLength(1);
  });

  it("is not told for probes that are answered before the middleware", async () => {
    const build = (app: Express, signals: Signals): void => {
      app.get("/healthz", (_request, response) => response.end("ok"));
      app.use(signals.express());
      answering(app);
    };
    expect(await toldOf(build, ["/healthz", "/a"])).toEqual([]);
  });

  it("does not see an error of a stream swallowed, where a server of HTTP/2 answers streams itself", async () => {
    const messages: string[] = [];
    const signals = instrument(shop, { log: (message) => messages.push(message) });
    const server = createHttp2Server();
    server.on("stream", (stream) => stream.respond({ ":status": 200 }, { endStream: true }));
    const running = await signals.lifecycle({ server, metricsPort: 0, host });
    server.listen(0, host);
    await once(server, "listening");
    expect(server.listenerCount("request")).toBe(0);
    await running.close();
    expect(messages).toEqual([]);
  });

  it("is not told when its middleware is there", async () => {
    const build = (app: Express, signals: Signals): void => {
      app.use(signals.express());
      answering(app);
    };
    expect(await toldOf(build, ["/a", "/b"])).toEqual([]);
  });
});
