import { expect, it } from "vitest";
import { type BoardRow, type Config, onBoard, rawPanel, row, stat, timeseries } from "../../config/index.ts";
import { type Board, serviceBoard } from "../../dashboards/index.ts";
import { config, ledger, ledgerObjectives, shop, shopObjectives } from "../services.ts";

const queue = timeseries({
  title: "Queue",
  description: "Orders that wait for a packer. It empties overnight.",
  unit: "short",
  queries: [
    { expression: 'sum(packing_queue{namespace=~"$namespace"})', legend: "waiting" },
    { expression: "packing_limit" },
  ],
});
const stock = stat({
  title: "Stock",
  description: "Products that can be sold.",
  unit: "bytes",
  queries: [{ expression: "sum(stock_items)" }],
});
const exported = {
  id: 77,
  type: "piechart",
  title: "Mix",
  gridPos: { x: 3, y: 99, w: 7, h: 5 },
  datasource: { type: "loki", uid: "logs" },
  targets: [
    { refId: "Q", expr: "{app='shop'}" },
    { refId: "Q", expr: "{app='mop'}" },
  ],
  options: { pieType: "donut" },
};

function withRows(...rows: readonly BoardRow[]): Config {
  return { ...config, boards: [onBoard(shop, rows)] };
}

function outline(board: Board): readonly (string | undefined)[] {
  return board.panels.map(({ type, title }) => (type === "row" ? `# ${title}` : title));
}

it("appends a new row at the end, in the order of the config", () => {
  const board = serviceBoard(shopObjectives, withRows(row("Packing", [queue, stock])));
  expect(outline(board).slice(-3)).toEqual(["# Packing", "Queue", "Stock"]);
});

it("continues a row that exists", () => {
  const plain = outline(serviceBoard(shopObjectives, config));
  const continued = outline(serviceBoard(shopObjectives, withRows(row("Routes", [stock]))));
  expect(continued).toEqual(plain.flatMap((title) => (title === "By route" ? [title, "Stock"] : [title])));
});

it("puts a panel on the board that it was written for and on no other", () => {
  const both: Config = {
    ...config,
    boards: [onBoard(shop, [row("Packing", [queue])]), onBoard(ledger, [row("Books", [stock])])],
  };
  expect(outline(serviceBoard(shopObjectives, both))).not.toContain("Stock");
  expect(outline(serviceBoard(ledgerObjectives, both)).slice(-2)).toEqual(["# Books", "Stock"]);
});

it("draws an own panel in the house style, with all that was said about it", () => {
  const drawn = serviceBoard(shopObjectives, withRows(row("Packing", [queue]))).panels.at(-1);
  expect(drawn).toMatchObject({
    type: "timeseries",
    description: "Orders that wait for a packer. It empties overnight.",
    datasource: { type: "prometheus", uid: expect.stringContaining("{datasource}") },
    fieldConfig: { defaults: { unit: "short", custom: { spanNulls: false, lineInterpolation: "linear" } } },
    targets: [
      { refId: "A", expr: 'sum(packing_queue{namespace=~"$namespace"})', legendFormat: "waiting", interval: "15s" },
      { refId: "B", expr: "packing_limit", legendFormat: "__auto" },
    ],
  });
});

it("copies a panel from Grafana, and replaces its id, its place and refIds that occur twice", () => {
  const board = serviceBoard(shopObjectives, withRows(row("Packing", [rawPanel(exported)])));
  const { id, gridPos, targets, ...rest } = board.panels.at(-1) ?? {};
  expect(rest).toEqual({
    type: "piechart",
    title: "Mix",
    datasource: { type: "loki", uid: "logs" },
    options: { pieType: "donut" },
  });
  expect(id).toBe(board.panels.length);
  expect(gridPos).toMatchObject({ x: 0, w: 24, h: 8 });
  expect(targets).toEqual([
    { refId: "Q", expr: "{app='shop'}", datasource: { type: "loki", uid: "logs" } },
    { refId: "A", expr: "{app='mop'}", datasource: { type: "loki", uid: "logs" } },
  ]);
});

it("leaves the config's own panel as it was", () => {
  const before = JSON.stringify(exported);
  serviceBoard(shopObjectives, withRows(row("Packing", [rawPanel(exported)])));
  expect(JSON.stringify(exported)).toBe(before);
  expect(Object.isFrozen(exported.targets)).toBe(false);
});

it("says how to write it when a raw panel is a row", () => {
  const nested = rawPanel({ type: "row", title: "Inner", panels: [exported] });
  expect(() => serviceBoard(shopObjectives, withRows(row("Packing", [nested])))).toThrow(
    'rawPanel(...) in row "Packing" is itself a row ("Inner"): a row inside a row has no place. Pass its panels one by one',
  );
});
