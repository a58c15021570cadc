import { type Engine, StorageLost } from "@signalbox/engine";
import { afterEach, describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { type WatchedShop, watchShop } from "./watched-shop.ts";

describe.skipIf(!engineIsBuilt)("the history of the live page (needs the engine)", () => {
  const engine = withEngine();
  let shop: WatchedShop | undefined;
  afterEach(() => shop?.live.close());

  it("begins anew when the engine lost it, and the page says so", async () => {
    let lost = false;
    shop = await watchShop(losing(engine(), () => lost));
    await shop.roundAt(10);
    await shop.roundAt(20);
    expect(shop.live.state()).toMatchObject({ rounds: 2, notices: [] });
    lost = true;
    await shop.roundAt(30);
    expect(shop.live.state().rounds).toBe(0);
    lost = false;
    await shop.roundAt(40);
    expect(shop.live.state()).toMatchObject({ rounds: 1, targets: [{ up: true }] });
    expect(shop.live.state().notices[0]?.message).toMatch(/^The history began anew: /);
  });

  it("is cut at the time that is kept", async () => {
    shop = await watchShop(engine(), { keepSeconds: 60 });
    for (let seconds = 0; seconds <= 120; seconds += 10) await shop.roundAt(seconds);
    const response = await shop.ask("/api/boards/shop-service/data?spanSeconds=300");
    const data = (await response.json()) as { readonly start: number; readonly panels: Record<string, unknown> };
    const times = [...JSON.stringify(data.panels).matchAll(/"times":\[([\d.]+)/g)].map(([, first]) => Number(first));
    expect(times.length).toBeGreaterThan(0);
    expect(Math.min(...times) - data.start).toBeGreaterThanOrEqual(240);
  });
});

/** An engine whose storages are lost while `isLost` says so. */
function losing(engine: Engine, isLost: () => boolean): Engine {
  return {
    ...engine,
    storage: async () => {
      const storage = await engine.storage();
      return {
        ...storage,
        scrape: (scrape) =>
          isLost()
            ? Promise.reject(new StorageLost("storage", "the engine had to start afresh"))
            : storage.scrape(scrape),
      };
    },
  };
}
