import { defineService, otel, requests } from "@signalbox/contract";
import { instrument, type RequestResult, type Signals } from "@signalbox/exporter";
import { describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries } from "./served-app.ts";
import { clock, shop } from "./timed-shop.ts";

function measured(messages: string[] = []): Signals {
  clock.seconds = 0;
  return instrument(shop, { clock: () => clock.seconds, log: (message) => messages.push(message) });
}

async function inFlight(signals: Signals): Promise<number | undefined> {
  return sampleValue(await signals.exposition(), "http_server_active_requests", {
    http_request_method: "POST",
    url_scheme: "http",
  });
}

describe("a request that no adapter sees", () => {
  const rows: readonly [string, number, RequestResult, string, string, string][] = [
    ["answered fast", 0.2, { route: "/orders", status: 201 }, "POST /orders 201 x1", "0/1", "0/1"],
    ["answered slowly", 0.4, { route: "/orders", status: 202 }, "POST /orders 202 x1", "0/1", "1/1"],
    ["failed", 0.2, { route: "/orders", status: 502 }, "POST /orders 502 502 x1", "1/1", "0/0"],
    ["turned away", 0.2, { route: "/orders", status: 429 }, "POST /orders 429 x1", "0/0", "0/0"],
    ["that matched no route", 0.2, { status: 404 }, "POST 404 x1", "0/0", "0/0"],
    [
      "marked as a test",
      0.2,
      { route: "/orders", status: 500, synthetic: true },
      "POST /orders 500 500 x1",
      "0/0",
      "0/0",
    ],
    ["that streams", 900, { route: "/orders", status: 200, transfer: "stream" }, "POST /orders 200 x1", "0/1", "0/0"],
    [
      "that the client left at once",
      0.1,
      { route: "/orders", outcome: "clientLeft" },
      "POST /orders client_disconnect x1",
      "0/0",
      "0/0",
    ],
    [
      "that the client left after a wait",
      5.5,
      { route: "/orders", outcome: "clientLeft" },
      "POST /orders client_disconnect x1",
      "1/1",
      "1/1",
    ],
    [
      "that the client left after the headers",
      8,
      { route: "/orders", status: 200, outcome: "clientLeft" },
      "POST /orders 200 client_disconnect x1",
      "0/1",
      "0/0",
    ],
    [
      "that the client left during its upload",
      8,
      { route: "/orders", status: 500, outcome: "clientLeftUploading" },
      "POST /orders 500 client_disconnect x1",
      "0/0",
      "0/0",
    ],
    [
      "that the service broke off",
      0.1,
      { route: "/orders", status: 200, outcome: "brokenOff" },
      "POST /orders 200 _OTHER x1",
      "1/1",
      "0/0",
    ],
    [
      "behind an answer that closed the connection",
      0.1,
      { route: "/orders", outcome: "behindClose" },
      "POST /orders _OTHER x1",
      "0/0",
      "0/0",
    ],
  ];
  it.each(rows)("%s is counted by its result", async (_name, seconds, result, series, availability, latency) => {
    const signals = measured();
    const exchange = signals.request.begin({ method: "POST" });
    expect(await inFlight(signals)).toBe(1);
    clock.seconds += seconds;
    exchange.end(result);
    expect(await httpSeries(signals)).toEqual([series]);
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual([availability, latency]);
    expect(await inFlight(signals)).toBe(0);
  });

  it("is counted once, whatever ends it again", async () => {
    const signals = measured();
    const exchange = signals.request.begin({ method: "POST" });
    exchange.end({ route: "/orders", status: 200 });
    exchange.end({ route: "/orders", status: 500, outcome: "brokenOff" });
    expect(await httpSeries(signals)).toEqual(["POST /orders 200 x1"]);
    expect(await inFlight(signals)).toBe(0);
  });

  it("is not measured on an internal route, or on an internal path that no route matched", async () => {
    const signals = measured();
    signals.request.begin({ method: "GET" }).end({ route: "/healthz", status: 200 });
    signals.request.begin({ method: "GET", path: "/livez" }).end({ status: 200 });
    signals.request.begin({ method: "GET", path: "/livez" }).end({ route: "/:page", status: 200 });
    expect(await httpSeries(signals)).toEqual(["GET /:page 200 x1"]);
  });

  it("has the scheme that it was begun with, and `_OTHER` for an unknown method", async () => {
    const signals = measured();
    signals.request.begin({ method: "BREW", scheme: "https" }).end({ route: "/pots/:id", status: 418 });
    const labels = { http_request_method: "_OTHER", url_scheme: "https", http_route: "/pots/:id" };
    expect(sampleValue(await signals.exposition(), "http_server_request_duration_seconds_count", labels)).toBe(1);
  });

  it("with nonsense in place of a result is counted as an error, or as what can be read of it", async () => {
    const messages: string[] = [];
    const signals = measured(messages);
    const begin = signals.request.begin as unknown as (start: unknown) => { end(result: unknown): void };
    begin(undefined).end({ status: 200 });
    begin({ method: "POST" }).end({ route: "/orders", outcome: "vanished" });
    begin({ method: 7 }).end(undefined);
    begin({ method: "POST" }).end({ route: { toString: 3 }, status: "201" });
    begin({ method: "POST" }).end({ route: "/orders", status: Number.NaN });
    expect(await httpSeries(signals)).toEqual(["POST x1", "POST /orders x1"]);
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(3);
    expect(messages[1]).toContain("the outcome of a request is answered, clientLeft");
    expect(await inFlight(signals)).toBe(0);
  });

  it("stays one series under a hundred thousand paths", async () => {
    const signals = measured();
    for (let path = 0; path < 100_000; path++) {
      signals.request.begin({ method: "GET", path: `/scan/${path}` }).end({ status: 404 });
      signals.request.begin({ method: "GET", path: `/users/${path}` }).end({ route: "/users/:id", status: 200 });
    }
    expect(await httpSeries(signals)).toEqual(["GET 404 x100000", "GET /users/:id 200 x100000"]);
  });
});

describe("a clock", () => {
  it("that tells no number leaves the request out and says so, with nothing in flight", async () => {
    const signals = instrument(shop, { clock: () => Number.NaN, log: () => undefined });
    signals.request.begin({ method: "POST" }).end({ route: "/orders", status: 200 });
    const text = await signals.exposition();
    expect(text).not.toContain("NaN");
    expect(await httpSeries(signals)).toEqual([]);
    expect(sampleValue(text, "signalbox_internal_errors_total")).toBe(1);
    expect(await inFlight(signals)).toBe(0);
  });

  it("of the wall has no part in durations", async () => {
    const signals = instrument(shop, { log: () => undefined });
    const { now } = Date;
    const exchange = signals.request.begin({ method: "POST" });
    try {
      Date.now = () => now() + 3_600_000;
      exchange.end({ route: "/orders", status: 200 });
      Date.now = () => now() - 3_600_000;
      signals.request.begin({ method: "POST" }).end({ route: "/orders", status: 200 });
    } finally {
      Date.now = now;
    }
    expect(await counted(signals, "fast")).toBe("0/2");
  });
});

describe("a lean family", () => {
  const lean = defineService({
    name: "shop",
    team: "storefront",
    description: "Sells products.",
    http: otel({ detail: "lean" }),
    indicators: { availability: requests(), fast: requests({ fasterThanSeconds: 0.3 }) },
  });

  it("has method and route on the histogram, and the rest on the counter", async () => {
    clock.seconds = 0;
    const signals = instrument(lean, { clock: () => clock.seconds, log: () => undefined });
    for (const [status, outcome] of [[200], [200], [503], [undefined, "clientLeft"]] as const) {
      const exchange = signals.request.begin({ method: "GET", scheme: "https" });
      clock.seconds += 0.4;
      exchange.end({ route: "/items/:id", status, ...(outcome === undefined ? {} : { outcome }) });
    }
    const lines = (await signals.exposition())
      .split("\n")
      .filter((line) => /^http_server_(requests_total|request_duration_seconds_count)/.test(line));
    expect(lines).toEqual([
      'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/items/:id"} 4',
      'http_server_requests_total{http_request_method="GET",http_route="/items/:id",http_response_status_code="200",error_type=""} 2',
      'http_server_requests_total{http_request_method="GET",http_route="/items/:id",http_response_status_code="503",error_type="503"} 1',
      'http_server_requests_total{http_request_method="GET",http_route="/items/:id",http_response_status_code="",error_type="client_disconnect"} 1',
    ]);
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["1/3", "3/3"]);
  });

  it("holds its own caps: 500 label sets of the histogram and 2000 of the counter", async () => {
    const signals = instrument(lean, { log: () => undefined });
    for (let route = 0; route < 700; route++) {
      for (const status of [200, 201, 404, 500, 503])
        signals.request.begin({ method: "GET" }).end({ route: `/r${route}`, status });
    }
    const text = await signals.exposition();
    const overflow = { http_route: "__overflow__" };
    const series = (name: string): number => text.split("\n").filter((line) => line.startsWith(`${name}{`)).length;
    expect(series("http_server_request_duration_seconds_count")).toBe(501);
    expect(sampleValue(text, "http_server_request_duration_seconds_count", overflow)).toBe(1000);
    expect(series("http_server_requests_total")).toBe(2001);
    expect(sampleValue(text, "http_server_requests_total", overflow)).toBe(1500);
  });
});
