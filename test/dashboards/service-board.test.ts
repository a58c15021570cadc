import { describe, expect, it } from "vitest";
import { type Board, type BoardPanel, serviceBoard } from "../../dashboards/index.ts";
import { config, ledgerObjectives, shopObjectives } from "../services.ts";

const shopBoard = serviceBoard(shopObjectives, config);
const ledgerBoard = serviceBoard(ledgerObjectives, config);
const boards = [shopBoard, ledgerBoard].map((board) => ({ uid: board.uid, board }));

function charts(board: Board): readonly BoardPanel[] {
  return board.panels.filter(({ type }) => type !== "row");
}

function panel(board: Board, title: string): BoardPanel {
  const found = board.panels.find((candidate) => candidate.type !== "row" && candidate.title === title);
  if (found === undefined) throw new Error(`${board.uid} has no panel ${title}`);
  return found;
}

function expressions(board: Board): readonly string[] {
  return board.panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? []));
}

describe.each(boards)("the board $uid", ({ uid, board }) => {
  it("is the golden one", async () => {
    await expect(`${JSON.stringify(board, null, 2)}\n`).toMatchFileSnapshot(`../golden/dashboards/${uid}.json`);
  });

  it("says on every panel what it means, in which unit, and what an empty one means", () => {
    for (const { title, description, fieldConfig, targets } of charts(board)) {
      expect({ title, description }).toEqual({ title, description: expect.stringMatching(/^[A-Z].{40,}/) });
      expect({ title, ...fieldConfig?.defaults }).toMatchObject({
        title,
        unit: expect.stringMatching(/./),
        noValue: expect.stringMatching(/./),
      });
      expect(targets?.length, title).toBeGreaterThan(0);
    }
  });

  it("numbers its panels once and its queries by letters", () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { targets = [] } of charts(board)) {
      expect(targets.map(({ refId }) => refId)).toEqual(targets.map((_, index) => String.fromCharCode(65 + index)));
    }
  });

  it("asks only for series of its own service, in the namespaces that the reader chose", () => {
    for (const expression of expressions(board)) {
      for (const [braces] of expression.matchAll(/\{[^}]*\}/g)) {
        expect(braces).toContain(`namespace=~"$namespace",job="${board.tags[1]}"`);
      }
      expect(expression).toMatch(/\{/);
    }
  });

  it("takes every rate over a window that follows the zoom, or over the whole shown time when it is asked once", () => {
    for (const { targets = [] } of charts(board)) {
      for (const { expr = "", instant } of targets) {
        const windows = [...expr.matchAll(/\[([^\]]*)\]/g)].map(([, window]) => window);
        expect(new Set([...windows, instant ? "$__range" : "$__rate_interval"]).size).toBe(1);
      }
    }
  });

  it("never steps faster than the scrapes", () => {
    const steps = charts(board).flatMap(({ targets = [] }) =>
      targets.filter(({ range }) => range).map(({ interval }) => interval),
    );
    expect(new Set(steps)).toEqual(new Set(["15s"]));
  });

  it("shows links and annotations on the board and not in a menu", () => {
    for (const shown of [...board.links, ...board.annotations.list]) expect(shown).not.toHaveProperty("placement");
    expect(board.annotations.list.map(({ name, enable, builtIn }) => ({ name, enable, builtIn }))).toEqual([
      { name: "Annotations & Alerts", enable: true, builtIn: 1 },
      { name: "Firing alerts", enable: true, builtIn: 0 },
    ]);
  });

  it("is small enough for every way of installing it", () => {
    expect(JSON.stringify(board, null, 2).length).toBeLessThan(256_000);
  });

  it("is plain, frozen, and the same every time", () => {
    expect(JSON.parse(JSON.stringify(board))).toEqual(board);
    expect(Object.isFrozen(board.panels[1]?.fieldConfig?.defaults)).toBe(true);
    const objectives = uid === shopBoard.uid ? shopObjectives : ledgerObjectives;
    expect(JSON.stringify(serviceBoard(objectives, config))).toBe(JSON.stringify(board));
  });
});

describe("the rows of a service", () => {
  it("tell of objectives, then requests, then routes, then the business", () => {
    const titles = shopBoard.panels.filter(({ type }) => type === "row").map(({ title }) => title);
    expect(titles).toEqual(["Objectives", "Requests", "Routes", "Business"]);
  });

  it("put rate, errors and duration side by side from left to right", () => {
    const found = ["Rate", "Errors", "Duration"].map((title) => panel(shopBoard, title).gridPos);
    expect(new Set(found.map(({ y }) => y)).size).toBe(1);
    expect(found.map(({ x }) => x)).toEqual([0, 8, 16]);
  });

  it("draw a counter as a rate by its listed labels, a gauge as it is, a histogram as quantiles", () => {
    expect(panel(shopBoard, "Orders placed").targets).toMatchObject([
      {
        expr: expect.stringMatching(/^sum by \(category, channel\) \(rate\(shop_orders_placed_total\{/),
        legendFormat: "{{category}} {{channel}}",
      },
    ]);
    expect(panel(shopBoard, "Open carts").targets?.[0]?.expr).toMatch(/^sum by \(tier\) \(shop_open_carts\{[^[]*$/);
    expect(panel(shopBoard, "Payment duration").targets?.map(({ legendFormat }) => legendFormat)).toEqual([
      "p50",
      "p95",
      "p99",
    ]);
  });

  it("do not draw a line for each value of an open label", () => {
    expect(panel(shopBoard, "Refunds").targets?.[0]?.expr).not.toContain("campaign");
  });
});

describe("thresholds", () => {
  it.each([
    ["availability", 0.001],
    ["fast", 0.01],
    ["checkout", 0.0005],
    ["payments", 0.005],
  ])("of the error ratio of %s are what its target allows, %d", (sli, allowed) => {
    const defaults = panel(shopBoard, `Error ratio: ${sli}`).fieldConfig?.defaults;
    expect(defaults?.thresholds?.steps.map(({ value }) => value)).toEqual([null, allowed]);
    expect(defaults?.custom).toMatchObject({ thresholdsStyle: { mode: "dashed" }, axisSoftMax: allowed * 1.25 });
  });

  it("of requests and routes are those of the objectives on all routes", () => {
    const limits = (title: string) => panel(shopBoard, title).fieldConfig?.defaults.thresholds?.steps[1]?.value;
    expect([limits("Errors"), limits("Duration")]).toEqual([0.001, 0.3]);
    const cells = panel(shopBoard, "By route").fieldConfig?.overrides.flatMap(({ matcher, properties }) =>
      properties
        .filter(({ id }) => id === "thresholds")
        .map(({ value }) => [matcher.options, (value as { steps: { value: unknown }[] }).steps[1]?.value]),
    );
    expect(cells).toEqual([
      ["Error ratio", 0.001],
      ["p95", 0.3],
    ]);
  });

  it("are left out where no objective is on all routes", () => {
    expect(panel(ledgerBoard, "Errors").fieldConfig?.defaults.thresholds).toBeUndefined();
    expect(panel(ledgerBoard, "Duration").fieldConfig?.defaults.thresholds?.steps[1]?.value).toBe(0.2);
  });
});

describe("a service whose names are not ours", () => {
  it("gets a board that has none of our exporter's names", () => {
    expect(expressions(ledgerBoard).join("\n")).not.toMatch(
      /http_server|http_request|http_route|http_response|sli_events/,
    );
    expect(panel(ledgerBoard, "Errors").targets?.[0]?.expr).toContain(
      'ledger_http_duration_ms_count{namespace=~"$namespace",job="ledger",code=~"5..|499"}',
    );
  });

  it("shows milliseconds as seconds", () => {
    expect(panel(ledgerBoard, "Duration").targets?.[0]?.expr).toMatch(/\/ 1000$/);
    expect(panel(ledgerBoard, "Duration").fieldConfig?.defaults.unit).toBe("s");
  });

  it("has no panel of requests in flight when nobody counts them", () => {
    expect(ledgerBoard.panels.map(({ title }) => title)).not.toContain("In flight");
    expect(shopBoard.panels.map(({ title }) => title)).toContain("In flight");
  });
});
