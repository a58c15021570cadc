import { boardRows, gridArea } from "./board-rows.ts";
import type { ClassicBoard } from "./classic-board.ts";
import { element } from "./element.ts";
import { panelView } from "./panel-view.ts";
import type { BoardData } from "./wire.ts";

/** A drawn board. */
export interface BoardView {
  readonly uid: string;
  readonly root: HTMLElement;
  readonly update: (data: BoardData) => void;
}

/** All rows and panels of a board, placed as Grafana places them. */
export function boardView(board: ClassicBoard): BoardView {
  const updates: ((data: BoardData) => void)[] = [];
  const rows = boardRows(board.panels).map((row) => {
    const grid = element("div", { class: "grid" });
    for (const panel of row.panels) {
      const view = panelView(panel);
      const area = gridArea(panel, row);
      view.root.style.setProperty("--column", area.column);
      view.root.style.setProperty("--row", area.row);
      view.root.style.setProperty("--height", String(panel.gridPos.h));
      updates.push(view.update);
      grid.append(view.root);
    }
    return element("details", { class: "row", open: true }, element("summary", {}, row.title ?? board.title), grid);
  });
  const heading = element("h2", {}, board.title);
  return {
    uid: board.uid,
    root: element("article", { class: "board", "aria-label": board.title }, heading, ...rows),
    update: (data) => {
      for (const update of updates) update(data);
    },
  };
}
