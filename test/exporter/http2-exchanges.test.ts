import { once } from "node:events";
import { type ClientHttp2Session, connect, constants, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { instrument, type NodeHandler, type Signals } from "@signalbox/exporter";
import fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { httpSeries } from "./served-app.ts";
import { host, until } from "./served-shop.ts";
import { shop } from "./timed-shop.ts";

const open: { server: Http2Server; client: ClientHttp2Session }[] = [];
afterEach(() => {
  for (const { server, client } of open.splice(0)) {
    client.destroy();
    server.close();
  }
});

/** Sends a request to a server, gives it up with a code once the service has it, and returns what was counted. */
async function counted(
  signals: Signals,
  server: Http2Server,
  path: string,
  giveUp?: number,
): Promise<readonly string[]> {
  const client = connect(`http://${host}:${(server.address() as AddressInfo).port}`);
  open.push({ server, client });
  client.on("error", () => undefined);
  const arrived = once(server, "request");
  const request = client.request({ ":path": path }).on("error", () => undefined);
  request.resume();
  await arrived;
  if (giveUp !== undefined) request.close(giveUp);
  await until(async () => (await httpSeries(signals)).length > 0);
  return httpSeries(signals);
}

async function servedHttp2(handler: NodeHandler): Promise<[Signals, Http2Server]> {
  const signals = instrument(shop, { log: () => undefined });
  const measured = signals.node(handler, { route: () => "/items" });
  const server = createServer((request, response) => measured(request as never, response as never));
  server.listen(0, host);
  await once(server, "listening");
  return [signals, server];
}

describe("a request over HTTP/2", () => {
  it("is answered when its stream ended", async () => {
    const [signals, server] = await servedHttp2((_request, response) => response.end("ok"));
    expect(await counted(signals, server, "/items")).toEqual(["GET /items 200 x1"]);
  });

  it.each(["NGHTTP2_CANCEL", "NGHTTP2_NO_ERROR"] as const)("is one that the client left with %s", async (code) => {
    const [signals, server] = await servedHttp2(() => undefined);
    expect(await counted(signals, server, "/items", constants[code])).toEqual(["GET /items client_disconnect x1"]);
  });

  it("is one that the client left in the middle of its answer", async () => {
    const [signals, server] = await servedHttp2((_request, response) => response.write("some"));
    expect(await counted(signals, server, "/items", constants.NGHTTP2_CANCEL)).toEqual([
      "GET /items 200 client_disconnect x1",
    ]);
  });

  interface Stream {
    close(code: number): void;
    destroy(): void;
  }
  it.each<[string, (stream: Stream) => void]>([
    ["resets", (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    ["destroys", (stream) => stream.destroy()],
  ])("is broken off when the service %s its stream", async (_, end) => {
    const [signals, server] = await servedHttp2((_request, response) =>
      end((response as unknown as { readonly stream: Stream }).stream),
    );
    expect(await counted(signals, server, "/items")).toEqual(["GET /items _OTHER x1"]);
  });

  it("is the same behind Fastify", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const app = fastify({ http2: true });
    await app.register(signals.fastify());
    app.get("/items/:id", () => new Promise(() => undefined));
    await app.listen({ port: 0, host });
    expect(await counted(signals, app.server, "/items/7", constants.NGHTTP2_CANCEL)).toEqual([
      "GET /items/:id client_disconnect x1",
    ]);
  });
});
