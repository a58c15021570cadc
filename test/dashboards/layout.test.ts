import { defineService, requests } from "@signalbox/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Config, type OwnPanel, objectives, onBoard, row, stat } from "../../config/index.ts";
import { type Board, serviceBoard } from "../../dashboards/index.ts";
import { config } from "../services.ts";

const own: OwnPanel = stat({
  title: "Own",
  description: "A panel of a team's own.",
  unit: "short",
  queries: [{ expression: "vector(1)" }],
});

/** How often each cell of the grid is covered, line by line. */
function coverage(board: Board): readonly (readonly number[])[] {
  const bottom = Math.max(...board.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const cells = Array.from({ length: bottom }, () => Array.from({ length: 24 }, () => 0));
  for (const { gridPos } of board.panels) {
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        const line = cells[y] ?? [];
        line[x] = (line[x] ?? 0) + 1;
      }
    }
  }
  return cells;
}

function boardWith(objectiveCount: number, rows: readonly number[]): Board {
  const names = Array.from({ length: objectiveCount }, (_, index) => `goal_${index}`);
  const service = defineService({
    name: "grid",
    team: "storefront",
    description: "Fills a grid.",
    indicators: Object.fromEntries(names.map((name) => [name, requests()])),
  });
  const goals = objectives(service, Object.fromEntries(names.map((name) => [name, { targetRatio: 0.98 }])));
  const added = rows.map((count, index) =>
    row(
      `Own ${index % 3}`,
      Array.from({ length: count }, () => own),
    ),
  );
  const drawn: Config = { ...config, services: [goals], boards: [onBoard(service, added)] };
  return serviceBoard(goals, drawn);
}

it("covers every cell of the grid exactly once, whatever is added", () => {
  fc.assert(
    fc.property(fc.nat({ max: 8 }), fc.array(fc.nat({ max: 13 }), { maxLength: 5 }), (objectiveCount, rows) => {
      const board = boardWith(objectiveCount, rows);
      const count = rows.reduce((sum, panels) => sum + panels, 0);
      expect(board.panels.filter(({ title }) => title === "Own")).toHaveLength(count);
      expect(new Set(coverage(board).map((line) => line.join("")))).toEqual(new Set(["1".repeat(24)]));
    }),
    { numRuns: 60 },
  );
});

it("gives every panel a quarter of the width or more with up to six objectives, save the tiles", () => {
  for (const objectiveCount of [1, 2, 3, 4, 5, 6]) {
    const charts = boardWith(objectiveCount, [4]).panels.filter(
      ({ type }) => type === "timeseries" || type === "table",
    );
    expect(Math.min(...charts.map(({ gridPos }) => gridPos.w))).toBeGreaterThanOrEqual(6);
  }
});

it("has no objectives row without objectives, and no row without panels", () => {
  const titles = boardWith(0, [0]).panels.map(({ title }) => title);
  expect(titles).toContain("Rate");
  expect(titles.filter((title) => ["Objectives", "Business", "Own 0"].includes(title ?? ""))).toEqual([]);
});
