import { afterEach, describe, expect, it } from "vitest";
import { onBoard, row, timeseries } from "../../config/index.ts";
import type { Board } from "../../dashboards/index.ts";
import type { BoardData } from "../../live/index.ts";
import { config, shop as shopService } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { events, startMillis, type WatchedShop, watchShop } from "./watched-shop.ts";

describe.skipIf(!engineIsBuilt)("the boards of the live page (needs the engine)", () => {
  const engine = withEngine();
  let shop: WatchedShop | undefined;
  afterEach(() => shop?.live.close());

  const dataOf = async (watched: WatchedShop, path: string): Promise<BoardData> =>
    (await (await watched.ask(path)).json()) as BoardData;

  /** A page whose shop board ends in one panel with the given queries, after six rounds of 10 s. */
  const withOwnPanel = async (expressions: readonly string[]): Promise<WatchedShop> => {
    const panel = timeseries({
      title: "Own",
      description: "Own panel.",
      unit: "short",
      queries: expressions.map((expression) => ({ expression })),
    });
    const boards = [onBoard(shopService, [row("Own row", [panel])])];
    const watched = await watchShop(engine(), { config: { ...config, boards } });
    for (const seconds of rounds) {
      watched.answer = events(seconds * 3, seconds);
      await watched.roundAt(seconds);
    }
    return watched;
  };
  const rounds = [10, 20, 30, 40, 50, 60];
  const ownAnswers = async (watched: WatchedShop): Promise<BoardData["panels"][string]> => {
    const [board] = (await (await watched.ask("/api/boards")).json()) as readonly Pick<Board, "panels">[];
    const own = board?.panels.find(({ title }) => title === "Own")?.id;
    return (await dataOf(watched, "/api/boards/shop-service/data?spanSeconds=300")).panels[String(own)] ?? [];
  };

  it("are the generated ones, one for each service", async () => {
    shop = await watchShop(engine());
    const boards = (await (await shop.ask("/api/boards")).json()) as readonly { readonly uid: string }[];
    expect(boards.map(({ uid }) => uid)).toEqual(["shop-service", "ledger-service"]);
  });

  it("are asked over the span that ends with the last round", async () => {
    shop = await withOwnPanel(["sli_events_total"]);
    const data = await dataOf(shop, "/api/boards/shop-service/data?spanSeconds=300");
    expect(data).toMatchObject({ end: startMillis / 1000 + 60, start: startMillis / 1000 - 240, stepSeconds: 10 });
    const [own] = await ownAnswers(shop);
    expect(own?.series[0]).toMatchObject({
      times: rounds.map((seconds) => startMillis / 1000 + seconds),
      values: [30, 60, 90, 120, 150, 180],
    });
  });

  it("get Grafana's time variables as Grafana would put them, with the history as the range", async () => {
    shop = await withOwnPanel([
      "count_over_time(sli_bad_events_total[$__rate_interval])",
      "vector($__range_s)",
      'sli_events_total{namespace="$namespace"}',
    ]);
    const [counted, range, byNamespace] = await ownAnswers(shop);
    expect(counted?.series[0]?.values.at(-1)).toBe(4);
    expect(range?.series[0]?.values.at(-1)).toBe(50);
    expect(byNamespace?.series[0]?.labels["namespace"]).toBe(config.environments[0]?.namespace);
  });

  it("answer a query that is wrong with Prometheus's words, and the others all the same", async () => {
    shop = await withOwnPanel(["sum by (", "sli_events_total"]);
    const [wrong, right] = await ownAnswers(shop);
    expect(wrong?.error).toMatch(/parse error/);
    expect(right?.series).toHaveLength(1);
  });

  it.each([
    ["an unknown board", "/api/boards/nothing/data", 404],
    ["a span of nothing", "/api/boards/shop-service/data?spanSeconds=0", 400],
    ["a span that is no number", "/api/boards/shop-service/data?spanSeconds=all", 400],
    ["a file outside of the page", "/..%2flive.ts", 404],
    ["a module of the page that does not exist", "/nothing.js", 404],
  ])("refuse %s", async (_what, path, status) => {
    shop = await watchShop(engine());
    await shop.roundAt(10);
    expect((await shop.ask(path)).status).toBe(status);
  });
});
