import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { instrument, type Signals } from "@signalbox/exporter";
import express, { type Application, type Response } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";
import { answering, clock, closeShop, shop, shopWith } from "./timed-shop.ts";

afterEach(closeShop);

describe("a client that leaves", () => {
  const leaving: readonly [string, number, string, string][] = [
    ["at once is left out of both", 0.2, "0/0", "0/0"],
    ["after the threshold is bad for latency", 0.4, "0/0", "1/1"],
    ["after 5 seconds is bad for both", 5.5, "1/1", "1/1"],
  ];
  it.each(leaving)("before any header, %s", async (_name, waitedSeconds, availability, latency) => {
    let reached = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, { connect, nextEnd }] = await shopWith((app) => app.get("/items/:id", () => reached()));
    const end = nextEnd();
    const client = await connect();
    client.write("GET /items/3 HTTP/1.1\r\nHost: shop\r\n\r\n");
    await hanging;
    expect(sampleValue(await signals.exposition(), "http_server_active_requests", { http_request_method: "GET" })).toBe(
      1,
    );
    clock.seconds += waitedSeconds;
    client.destroy();
    await end;
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual([availability, latency]);
    expect(await httpSeries(signals)).toEqual(["GET /items/:id client_disconnect x1"]);
    expect(sampleValue(await signals.exposition(), "http_server_active_requests", { http_request_method: "GET" })).toBe(
      0,
    );
  });

  it("after the headers counts by status for availability, not for latency", async () => {
    const [signals, { connect, nextEnd }] = await shopWith((app) =>
      app.get("/download", (_request, response) => {
        response.writeHead(200);
        response.write("the first part");
      }),
    );
    const end = nextEnd();
    const client = await connect();
    client.write("GET /download HTTP/1.1\r\nHost: shop\r\n\r\n");
    await once(client, "data");
    clock.seconds += 90;
    client.resetAndDestroy();
    await end;
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
    expect(await httpSeries(signals)).toEqual(["GET /download 200 client_disconnect x1"]);
  });

  it("with a half-closed connection is one that left", async () => {
    let reached = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, { connect, nextEnd }] = await shopWith((app) => app.get("/items", () => reached()));
    const end = nextEnd();
    const client = await connect();
    client.write("GET /items HTTP/1.1\r\nHost: shop\r\n\r\n");
    await hanging;
    clock.seconds += 6;
    client.end();
    await end;
    expect(await counted(signals, "availability")).toBe("1/1");
  });

  it("in the middle of an upload is one that left", async () => {
    let reached = (): void => undefined;
    const uploading = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, { connect, nextEnd }] = await shopWith((app) =>
      app.post("/orders", (request) => {
        request.on("data", () => reached());
        request.on("error", () => undefined);
      }),
    );
    const end = nextEnd();
    const client = await connect();
    client.write("POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 900\r\n\r\nsome of it");
    await uploading;
    clock.seconds += 0.1;
    client.destroy();
    await end;
    expect(await counted(signals, "checkout")).toBe("0/0");
    expect(await httpSeries(signals)).toEqual(["POST /orders client_disconnect x1"]);
  });
});

describe("a client that leaves in the middle of its upload", () => {
  const head =
    "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n";

  /** Sends a part of an upload and leaves 9 seconds later, when the service has taken so much; tells what still happens then. */
  async function leaveAfter(
    body: string,
    hasTaken: (request: IncomingMessage) => boolean,
    routes: (app: Application) => void,
    afterwards: (app: ServedApp) => unknown = () => undefined,
  ): Promise<Signals> {
    let request: IncomingMessage | undefined;
    const [signals, app] = await shopWith((application) => {
      application.use((incoming, _response, next) => {
        request = incoming.on("error", () => undefined);
        next();
      });
      routes(application);
    });
    const end = app.nextEnd();
    const client = await app.connect();
    client.write(`${head}${body}`);
    await vi.waitUntil(() => request !== undefined && hasTaken(request));
    clock.seconds += 9;
    client.resetAndDestroy();
    await once(client, "close");
    await afterwards(app);
    await end;
    return signals;
  }

  const hasFullBuffer = ({ readableLength, readableHighWaterMark }: IncomingMessage): boolean =>
    readableLength >= readableHighWaterMark;

  const placements: readonly [string, (app: Application) => void][] = [
    ["of the application", (app) => app.use(express.json()).post("/orders", answering(201))],
    ["of the route", (app) => app.post("/orders", express.json(), answering(201))],
    [
      "whose error is answered with 500",
      (app) =>
        app.use(express.json()).use((_error: unknown, _request: unknown, response: Response, _next: unknown) => {
          response.status(500).send("failed");
        }),
    ],
    ["that is not there", (app) => app.post("/orders", () => undefined)],
  ];
  it.each(placements)("counts for nothing with a body parser %s", async (_name, routes) => {
    const body = '{"half": ';
    const signals = await leaveAfter(body, ({ socket }) => socket.bytesRead === head.length + body.length, routes);
    expect(await Promise.all(["availability", "fast", "checkout"].map((sli) => counted(signals, sli)))).toEqual([
      "0/0",
      "0/0",
      "0/0",
    ]);
  });

  it("is a bad event when the service had stopped to read, and broke the connection off later", async () => {
    const hang = (app: Application): unknown => app.post("/orders", () => undefined);
    const signals = await leaveAfter("z".repeat(400_000), hasFullBuffer, hang, ({ close }) => close());
    expect(await counted(signals, "checkout")).toBe("1/1");
  });

  it("is a bad event when the service had stopped to read, and answered too late", async () => {
    let answer = (): unknown => undefined;
    const answerLate = (app: Application): unknown =>
      app.post("/orders", (_request, response) => {
        answer = () => response.status(503).send("late");
      });
    const signals = await leaveAfter("z".repeat(400_000), hasFullBuffer, answerLate, () => answer());
    expect(await counted(signals, "checkout")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["POST /orders 503 client_disconnect x1"]);
  });

  it("is a bad event when the whole of a small body was sent and nobody read it", async () => {
    let reached = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const [signals, { connect, nextEnd }] = await shopWith((app) => app.post("/orders", () => reached()));
    const end = nextEnd();
    const client = await connect();
    client.write("POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nwhole");
    await hanging;
    clock.seconds += 9;
    client.destroy();
    await end;
    expect(await counted(signals, "checkout")).toBe("1/1");
  });
});

describe("a client that had left before the middleware saw the request", () => {
  it("leaves nothing behind, since its response does not close again", async () => {
    const signals = instrument(shop, { log: () => undefined });
    let reached = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const app = express();
    app.use((_request, response, next) => {
      response.on("close", () => next());
      reached();
    });
    app.use(signals.express());
    const served = await servedHandler(app);
    const end = served.nextEnd();
    const client = await served.connect();
    client.write("GET /items HTTP/1.1\r\nHost: shop\r\n\r\n");
    await waiting;
    client.destroy();
    await end;
    expect(sampleValue(await signals.exposition(), "http_server_active_requests", { http_request_method: "GET" })).toBe(
      0,
    );
    await served.close();
  });
});

describe("a service that breaks off its answer", () => {
  it("after the headers is bad for availability and left out of latency", async () => {
    const [signals, { connect, nextEnd }] = await shopWith((app) =>
      app.get("/report", (_request, response, next) => {
        response.writeHead(200);
        response.write("the first part", () => next(new Error("the rest is lost")));
      }),
    );
    const end = nextEnd();
    const client = await connect();
    client.write("GET /report HTTP/1.1\r\nHost: shop\r\n\r\n");
    client.resume();
    await end;
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["1/1", "0/0"]);
    expect(await httpSeries(signals)).toEqual(["GET /report 200 _OTHER x1"]);
  });

  it("before any header is bad for availability", async () => {
    const [signals, { connect, nextEnd }] = await shopWith((app) =>
      app.get("/report", (_request, response) => response.destroy()),
    );
    const end = nextEnd();
    const client = await connect();
    client.write("GET /report HTTP/1.1\r\nHost: shop\r\n\r\n");
    await end;
    expect(await counted(signals, "availability")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["GET /report _OTHER x1"]);
  });
});

describe("a connection", () => {
  it("that an answer closes leaves the requests behind it out", async () => {
    let answer = (): void => undefined;
    const [signals, { connect, nextEnd }] = await shopWith((app) => {
      app.get("/first", (_request, response) => {
        answer = () => response.set("Connection", "close").send("done");
      });
      app.get("/second", (_request, response) => {
        response.send("never sent");
        answer();
      });
    });
    const ends = [nextEnd(), nextEnd()];
    const client = await connect();
    client.resume();
    client.write("GET /first HTTP/1.1\r\nHost: shop\r\n\r\nGET /second HTTP/1.1\r\nHost: shop\r\n\r\n");
    await Promise.all(ends);
    expect(await counted(signals, "availability")).toBe("0/1");
  });

  it("that the service breaks off is bad for the requests behind, too", async () => {
    const [signals, { connect, nextEnd }] = await shopWith((app) => {
      app.get("/first", () => undefined);
      app.get("/second", (request) => request.socket.destroy());
    });
    const ends = [nextEnd(), nextEnd()];
    const client = await connect();
    client.resume();
    client.write("GET /first HTTP/1.1\r\nHost: shop\r\n\r\nGET /second HTTP/1.1\r\nHost: shop\r\n\r\n");
    await Promise.all(ends);
    expect(await counted(signals, "availability")).toBe("2/2");
  });

  it("that the service breaks off is bad for a client that had ended its side, where that is allowed", async () => {
    const [signals, { server, connect, nextEnd }] = await shopWith((app) =>
      app.get("/report", (request, response) => {
        request.socket.on("end", () => setImmediate(() => response.destroy()));
      }),
    );
    (server as { httpAllowHalfOpen?: boolean }).httpAllowHalfOpen = true;
    const end = nextEnd();
    const client = await connect();
    client.end("GET /report HTTP/1.1\r\nHost: shop\r\n\r\n");
    await end;
    expect(await counted(signals, "availability")).toBe("1/1");
    expect(await httpSeries(signals)).toEqual(["GET /report _OTHER x1"]);
  });
});
