import { afterEach, describe, expect, it } from "vitest";
import type { AlertState } from "../../live/index.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { events, startMillis, type WatchedShop, watchShop } from "./watched-shop.ts";

describe.skipIf(!engineIsBuilt)("the alerts of a watched service (needs the engine)", () => {
  const engine = withEngine();
  let shop: WatchedShop | undefined;
  afterEach(() => shop?.live.close());

  /** Three minutes of 20 events a second, the last of them half bad. */
  const breakShop = async (watched: WatchedShop): Promise<void> => {
    for (let seconds = 10; seconds <= 180; seconds += 10) {
      watched.answer = events(seconds * 20, Math.max(0, seconds - 120) * 10);
      await watched.roundAt(seconds);
    }
  };
  const page = (watched: WatchedShop): AlertState | undefined => watched.live.state().alerts.find(isPage);
  const isPage = ({ name, urgency }: AlertState): boolean => name === "ErrorBudgetBurn" && urgency === "page";

  it("are none while all is well", async () => {
    shop = await watchShop(engine());
    for (let seconds = 10; seconds <= 120; seconds += 10) {
      shop.answer = events(seconds * 20, 0);
      await shop.roundAt(seconds);
    }
    expect(shop.live.state().alerts.filter(({ labels }) => labels["job"] === "shop")).toEqual([]);
  });

  it("name the receiver that team and severity lead to", async () => {
    shop = await watchShop(engine());
    await breakShop(shop);
    expect(page(shop)).toMatchObject({
      service: "shop",
      state: "firing",
      labels: { sli: "availability", job: "shop", team: "storefront" },
      ending: false,
    });
    expect(page(shop)?.receiver).toMatch(/^PagerDuty \(Secret /);
  });

  it("say which comparisons hold, with value and threshold", async () => {
    shop = await watchShop(engine());
    await breakShop(shop);
    const because = page(shop)?.because ?? [];
    expect(because.map(({ title, unit, operator }) => ({ title, unit, operator }))).toEqual([
      { title: "error ratio over 1h", unit: "percentunit", operator: ">" },
      { title: "error ratio over 5m", unit: "percentunit", operator: ">" },
      { title: "bad events in 1h", unit: "short", operator: ">" },
    ]);
    expect(because.every(({ value, threshold }) => value > threshold)).toBe(true);
    expect(because[0]?.threshold).toBeCloseTo(0.01344, 10);
  });

  it("fire on for a while after the cause is gone, and say that they are ending", async () => {
    shop = await watchShop(engine());
    await breakShop(shop);
    shop.answer = events(40_000, 600);
    await shop.roundAt(2200);
    expect(page(shop)).toMatchObject({ state: "firing", ending: true, because: [] });
    expect(page(shop)?.firedAtMillis).toBeLessThanOrEqual(startMillis + 180_000);
  });

  it("put what fires before what is pending, and pages before tickets", async () => {
    shop = await watchShop(engine());
    await breakShop(shop);
    const order = shop.live.state().alerts.map(({ state, urgency }) => `${state} ${urgency}`);
    expect(order[0]).toBe("firing page");
    expect(order).toEqual([...order].sort((one, other) => rank(one) - rank(other)));
    expect(order.some((entry) => entry.startsWith("pending"))).toBe(true);
  });

  it("are told to the log when they begin", async () => {
    const said: string[] = [];
    shop = await watchShop(engine(), { log: (line) => said.push(line) });
    await breakShop(shop);
    expect(said.some((line) => /^ErrorBudgetBurn \(page\) for shop availability fires, to PagerDuty/.test(line))).toBe(
      true,
    );
  });
});

function rank(entry: string): number {
  return ["firing page", "firing ticket", "pending page", "pending ticket"].indexOf(entry);
}
