import { describe, expect, it } from "vitest";
import type { ClassicPanel } from "../../../live/page/classic-board.ts";
import { chartData, stacked } from "../../../live/page/line-series.ts";
import { sortedRows, tableData } from "../../../live/page/table-rows.ts";
import type { BoardData, QueryAnswer } from "../../../live/page/wire.ts";

const panel: ClassicPanel = {
  id: 3,
  type: "table",
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  targets: [{ refId: "A", legendFormat: "{{route}}" }],
  transformations: [
    {
      id: "organize",
      options: {
        indexByName: { route: 0, "Value #B": 1, "Value #A": 2 },
        renameByName: { route: "Route", "Value #A": "Rate", "Value #B": "Errors" },
        excludeByName: { job: true },
      },
    },
  ],
};

const at = (labels: Record<string, string>, value: number | null): QueryAnswer["series"][number] => ({
  labels,
  times: [60],
  values: [value],
});

describe("a table of the page", () => {
  const answers: readonly QueryAnswer[] = [
    {
      refId: "A",
      error: undefined,
      series: [at({ __name__: "rate", job: "shop", route: "/a" }, 7), at({ job: "shop", route: "/b" }, 11)],
    },
    { refId: "B", error: undefined, series: [at({ __name__: "errors", job: "shop", route: "/b" }, 0.5)] },
  ];

  it("joins what agrees on all labels, whatever the metrics are called", () => {
    expect(tableData(panel, answers).rows).toEqual([
      { job: "shop", route: "/a", "Value #A": 7 },
      { job: "shop", route: "/b", "Value #A": 11, "Value #B": 0.5 },
    ]);
  });

  it("joins a query that knows more labels, such as an owner", () => {
    const info = { refId: "B", error: undefined, series: [at({ job: "shop", route: "/b", owner: "ann" }, 1)] };
    expect(tableData(panel, [...answers.slice(0, 1), info]).rows[1]).toEqual({
      job: "shop",
      route: "/b",
      owner: "ann",
      "Value #A": 11,
      "Value #B": 1,
    });
  });

  it("arranges, renames and leaves out columns as the panel says", () => {
    const columns = tableData(panel, answers).columns.map(({ name, numeric }) => [name, numeric]);
    expect(columns).toEqual([
      ["Route", false],
      ["Errors", true],
      ["Rate", true],
    ]);
  });

  it("sorts numbers as numbers, and puts what is missing last either way", () => {
    const rows = [{ n: 9 }, { n: Number.NaN }, { n: 10 }, {}];
    expect(sortedRows(rows, "n", true).map((row) => row["n"])).toEqual([10, 9, Number.NaN, undefined]);
    expect(sortedRows(rows, "n", false).map((row) => row["n"])).toEqual([9, 10, Number.NaN, undefined]);
  });
});

describe("the lines of a chart", () => {
  const data: BoardData = { uid: "b", start: 100, end: 130, stepSeconds: 10, panels: {} };
  const answers: readonly QueryAnswer[] = [
    {
      refId: "A",
      error: undefined,
      series: [
        { labels: { route: "/b" }, times: [120, 130], values: [4, 6] },
        { labels: { route: "/a" }, times: [100, 130], values: [1, null] },
      ],
    },
  ];

  it("stand on the times of the board, with gaps where there is no answer", () => {
    const { times, lines } = chartData(panel, answers, data);
    expect(times).toEqual([100, 110, 120, 130]);
    expect(lines.map(({ name, values }) => [name, values])).toEqual([
      ["/a", [1, null, null, null]],
      ["/b", [null, null, 4, 6]],
    ]);
  });

  it("can be told apart without their colours", () => {
    const [first, second] = chartData(panel, answers, data).lines;
    expect(first?.dash).not.toEqual(second?.dash);
  });

  it("add up when they are stacked", () => {
    const sums = stacked(chartData(panel, answers, data).lines).map(({ values }) => values);
    expect(sums).toEqual([
      [1, null, null, null],
      [1, null, 4, 6],
    ]);
  });
});
