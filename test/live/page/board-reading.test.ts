import { describe, expect, it } from "vitest";
import { boardRows, gridArea } from "../../../live/page/board-rows.ts";
import { calculate } from "../../../live/page/calculation.ts";
import type { ClassicPanel } from "../../../live/page/classic-board.ts";
import { seriesColour, thresholdColour, thresholdLines } from "../../../live/page/colours.ts";
import { fieldOptions } from "../../../live/page/field-options.ts";
import { legendName } from "../../../live/page/legend-name.ts";

const panel = (id: number, type: string, x: number, y: number, w = 8, h = 7): ClassicPanel => ({
  id,
  type,
  title: `panel ${id}`,
  gridPos: { x, y, w, h },
});

describe("a classic board, as the page reads it", () => {
  it("is divided at its rows, each in reading order", () => {
    const rows = boardRows([
      panel(4, "stat", 8, 1),
      panel(9, "row", 0, 0),
      panel(5, "table", 0, 1),
      panel(7, "row", 0, 8),
      panel(6, "text", 0, 9),
    ]);
    expect(rows.map(({ title, panels }) => [title, panels.map(({ id }) => id)])).toEqual([
      ["panel 9", [5, 4]],
      ["panel 7", [6]],
    ]);
  });

  it("shows the panels that stand before the first row, and those that a collapsed row carries", () => {
    const collapsed = { ...panel(2, "row", 0, 7), panels: [panel(3, "stat", 0, 8)] };
    expect(boardRows([panel(1, "stat", 0, 0), collapsed]).map(({ panels }) => panels.map(({ id }) => id))).toEqual([
      [1],
      [3],
    ]);
  });

  it("places a panel on 24 columns, from the top of its row, and never beyond the edge", () => {
    const placed = panel(5, "stat", 18, 13, 9, 4);
    const row = { title: "row", panels: [panel(4, "stat", 0, 11), placed] };
    expect(gridArea(placed, row)).toEqual({ column: "19 / span 6", row: "3 / span 4" });
  });

  it("applies the overrides that match a name, a pattern or a query", () => {
    const styled: ClassicPanel = {
      ...panel(1, "timeseries", 0, 0),
      fieldConfig: {
        defaults: { unit: "s", custom: { lineWidth: 2 } },
        overrides: [
          { matcher: { id: "byName", options: "p50" }, properties: [{ id: "unit", value: "ms" }] },
          { matcher: { id: "byRegexp", options: "/^P5/i" }, properties: [{ id: "custom.fillOpacity", value: 30 }] },
          { matcher: { id: "byFrameRefID", options: "B" }, properties: [{ id: "decimals", value: 1 }] },
        ],
      },
    };
    expect(fieldOptions(styled, "p50", "A")).toEqual({ unit: "ms", custom: { lineWidth: 2, fillOpacity: 30 } });
    expect(fieldOptions(styled, "p99", "B")).toEqual({ unit: "s", decimals: 1, custom: { lineWidth: 2 } });
  });

  it("names a series by its template, or by its labels where there is none", () => {
    const labels = { __name__: "up", job: "shop", route: "/a" };
    expect(legendName(labels, "{{job}} on {{ route }}")).toBe("shop on /a");
    expect(legendName(labels, "__auto")).toBe('up{job="shop", route="/a"}');
    expect(legendName(labels, "{{missing}}")).toBe('up{job="shop", route="/a"}');
  });

  it("calculates over the values that there are", () => {
    const values = [4, null, 9, 2, null];
    const calculated = ["lastNotNull", "max", "min", "mean", "sum", "firstNotNull"].map((id) => calculate(id, values));
    expect(calculated).toEqual([2, 9, 2, 5, 15, 4]);
    expect(calculate("max", [null])).toBeNaN();
  });

  it("takes colours from thresholds only where they give one", () => {
    const steps = [
      { value: null, color: "transparent" },
      { value: 0.2, color: "#ff9830" },
      { value: 0.6, color: "red" },
    ];
    const options = { thresholds: { steps }, custom: { thresholdsStyle: { mode: "dashed" } } };
    expect([0.1, 0.2, 0.7].map((value) => thresholdColour(options, value))).toEqual([undefined, "#ff9830", "#e02f44"]);
    expect(thresholdLines(options).map(({ value }) => value)).toEqual([0.2, 0.6]);
    expect(thresholdLines({ thresholds: { steps } })).toEqual([]);
  });

  it("gives a series the colour of its options, else one that only its name decides", () => {
    expect(seriesColour({ color: { mode: "fixed", fixedColor: "#123456" } }, "a", 3)).toBe("#123456");
    expect(seriesColour({}, "books", 0)).toBe(seriesColour({}, "books", 5));
    expect(seriesColour({ color: { mode: "shades", fixedColor: "#808080" } }, "a", 1)).not.toBe("#808080");
  });
});
