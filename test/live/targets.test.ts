import { afterEach, describe, expect, it } from "vitest";
import type { TargetState } from "../../live/index.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { events, startMillis, type WatchedShop, watchShop } from "./watched-shop.ts";

describe.skipIf(!engineIsBuilt)("a watched target (needs the engine)", () => {
  const engine = withEngine();
  let shop: WatchedShop | undefined;
  afterEach(() => shop?.live.close());

  const target = (watched: WatchedShop): TargetState | undefined => watched.live.state().targets[0];

  it("is neither up nor down before its first scrape", async () => {
    shop = await watchShop(engine());
    expect(target(shop)).toMatchObject({ service: "shop", up: undefined, error: undefined });
  });

  it("is up since the first scrape that worked, and tells its samples", async () => {
    shop = await watchShop(engine());
    await shop.roundAt(10);
    await shop.roundAt(20);
    expect(target(shop)).toMatchObject({
      up: true,
      samples: 2,
      sinceMillis: startMillis + 10_000,
      scrapedAtMillis: startMillis + 20_000,
    });
  });

  it("goes down with the reason and comes back by itself", async () => {
    const said: string[] = [];
    shop = await watchShop(engine(), { log: (line) => said.push(line) });
    await shop.roundAt(10);
    shop.answer = { error: new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 10.0.0.7:9464") }) };
    await shop.roundAt(20);
    expect(target(shop)).toMatchObject({
      up: false,
      error: "connect ECONNREFUSED 10.0.0.7:9464",
      sinceMillis: startMillis + 20_000,
      samples: undefined,
    });
    shop.answer = events(5, 1);
    await shop.roundAt(30);
    expect(target(shop)).toMatchObject({ up: true, error: undefined, sinceMillis: startMillis + 30_000 });
    expect(said).toEqual([
      "shop is up (http://shop.example:9464/metrics)",
      "shop is down: connect ECONNREFUSED 10.0.0.7:9464 (http://shop.example:9464/metrics)",
      "shop is up (http://shop.example:9464/metrics)",
    ]);
  });

  it.each([
    ["answers an error", { status: 503 }, "the target answered 503 Service Unavailable"],
    ["does not answer in time", { error: new DOMException("timed out", "TimeoutError") }, "no answer within 8 s"],
  ])("is down when it %s", async (_what, answer, error) => {
    shop = await watchShop(engine());
    shop.answer = answer;
    await shop.roundAt(10);
    expect(target(shop)).toMatchObject({ up: false, error });
  });

  it("is down when it sends garbage, and the reason is Prometheus's own", async () => {
    shop = await watchShop(engine());
    shop.answer = "<!doctype html><html>It works!</html>\n";
    await shop.roundAt(10);
    expect(target(shop)?.up).toBe(false);
    expect(target(shop)?.error).toMatch(/expected|invalid|unexpected/i);
  });

  it("has to belong to a service of the config", async () => {
    const targets = [{ service: "shopp", url: "http://127.0.0.1:1/metrics" }];
    await expect(watchShop(engine(), { targets })).rejects.toThrow(
      "The target http://127.0.0.1:1/metrics is for shopp, and the config has only shop, ledger.",
    );
  });
});
