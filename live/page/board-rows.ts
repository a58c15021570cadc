import type { ClassicPanel } from "./classic-board.ts";

/** A titled part of a board with its panels, top to bottom and left to right. */
export interface BoardRow {
  readonly title: string | undefined;
  readonly panels: readonly ClassicPanel[];
}

interface OpenRow {
  readonly title: string | undefined;
  readonly panels: ClassicPanel[];
}

/** Divides the flat list of a classic board at its rows; a collapsed row carries its panels inside. */
export function boardRows(panels: readonly ClassicPanel[]): readonly BoardRow[] {
  const rows: OpenRow[] = [];
  for (const panel of [...panels].sort(byPosition)) {
    if (panel.type === "row") rows.push({ title: panel.title, panels: [...(panel.panels ?? [])].sort(byPosition) });
    else if (rows.length === 0) rows.push({ title: undefined, panels: [panel] });
    else rows.at(-1)?.panels.push(panel);
  }
  return rows.filter((row) => row.panels.length > 0);
}

/** Where a panel stands within its row, in lines of CSS's grid: 24 columns, rows of 30 pixels. */
export function gridArea(panel: ClassicPanel, row: BoardRow): { readonly column: string; readonly row: string } {
  const top = Math.min(...row.panels.map(({ gridPos }) => gridPos.y));
  const { x, y, w, h } = panel.gridPos;
  return { column: `${x + 1} / span ${Math.min(w, 24 - x)}`, row: `${y - top + 1} / span ${h}` };
}

function byPosition(one: ClassicPanel, other: ClassicPanel): number {
  return one.gridPos.y - other.gridPos.y || one.gridPos.x - other.gridPos.x;
}
