import { defineService, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { counted, httpSeries, type ServedApp, servedHandler } from "./served-app.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: { availability: requests(), fast: requests({ fasterThanSeconds: 0.3 }) },
});

let served: ServedApp | undefined;
afterEach(() => served?.close());

describe("a handler of node:http", () => {
  it("is counted under the route that the options tell", async () => {
    const signals = instrument(shop);
    served = await servedHandler(
      signals.node((_request, response) => response.end("ok"), {
        route: ({ url }) => (url?.startsWith("/orders/") ? "/orders/:id" : undefined),
      }),
    );
    await served.send("GET", "/orders/1");
    await served.send("PUT", "/orders/2");
    await served.send("GET", "/");
    expect(await httpSeries(signals)).toEqual(["GET /orders/:id 200 x1", "PUT /orders/:id 200 x1", "GET 200 x1"]);
    expect(await counted(signals, "availability")).toBe("0/3");
  });

  it("that writes its headers at once is known as an event stream too", async () => {
    const signals = instrument(shop);
    served = await servedHandler(
      signals.node((_request, response) => response.writeHead(200, { "Content-Type": "text/event-stream" }).end()),
    );
    await served.send("GET", "/events");
    expect([await counted(signals, "availability"), await counted(signals, "fast")]).toEqual(["0/1", "0/0"]);
  });

  it("that tells no routes is reported while an indicator lists some", async () => {
    const listing = defineService({
      name: "shop",
      team: "storefront",
      description: "Sells products.",
      indicators: { availability: requests(), checkout: requests({ routes: ["POST /orders", "/carts"] }) },
    });
    const messages: string[] = [];
    const signals = instrument(listing, { log: (message) => messages.push(message) });
    const told = instrument(listing, { log: (message) => messages.push(message) });
    told.node(() => undefined, { route: () => "/carts" });
    expect(messages).toEqual([]);
    signals.node(() => undefined);
    signals.node(() => undefined);
    const text = await signals.exposition();
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "checkout" })).toBe(2);
    expect(sampleValue(text, "sli_unmatched_routes", { sli: "availability" })).toBe(0);
    expect(messages).toEqual([
      expect.stringContaining("signals.node() is not told the route POST /orders"),
      expect.stringContaining("signals.node() is not told the route /carts"),
    ]);
  });

  it("whose route fails is counted without a route", async () => {
    const signals = instrument(shop, { log: () => undefined });
    served = await servedHandler(
      signals.node((_request, response) => response.end("ok"), {
        route: () => {
          throw new Error("no route");
        },
      }),
    );
    await served.send("GET", "/orders/1");
    expect(await httpSeries(signals)).toEqual(["GET 200 x1"]);
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(1);
  });

  it("whose routes are paths by mistake stays bounded", async () => {
    const signals = instrument(shop, { log: () => undefined });
    served = await servedHandler(signals.node((_request, response) => response.end("ok"), { route: ({ url }) => url }));
    for (let path = 0; path < 520; path++) await served.send("GET", `/orders/${path}`);
    expect(await httpSeries(signals)).toHaveLength(501);
    expect(await counted(signals, "availability")).toBe("0/520");
  });

  it("is not disturbed by a clock that fails", async () => {
    const clock = (): number => {
      throw new Error("no clock");
    };
    const signals = instrument(shop, { clock, log: () => undefined });
    served = await servedHandler(signals.node((_request, response) => response.end("ok")));
    expect(await served.send("GET", "/")).toBe(200);
  });
});
