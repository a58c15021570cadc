import type { BoardRow } from "../config/index.ts";
import type { PanelDraft } from "./house-style/panel-draft.ts";
import { ownPanel } from "./panels/own-panel.ts";

/** Panels of one height side by side; the widths of a line are equal and always fill it. */
export interface Band {
  readonly panels: readonly PanelDraft[];
  /** The most panels on one line, 1 to 6. */
  readonly mostPerLine: 1 | 2 | 3 | 4 | 6;
  /** Height of a line in grid units of 30 pixels. */
  readonly height: number;
}

/** A titled part of a board. */
export interface Row {
  readonly title: string;
  readonly bands: readonly Band[];
}

/** Tiles of one number. */
export function tiles(panels: readonly PanelDraft[]): Band {
  return { panels, mostPerLine: 6, height: 4 };
}

/** Charts, three on a line at most. */
export function charts(panels: readonly PanelDraft[]): Band {
  return { panels, mostPerLine: 3, height: 8 };
}

/** Charts that are compared with each other, four on a line at most. */
export function smallCharts(panels: readonly PanelDraft[]): Band {
  return { panels, mostPerLine: 4, height: 7 };
}

/** Two panels that need room. */
export function halves(panels: readonly PanelDraft[]): Band {
  return { panels, mostPerLine: 2, height: 8 };
}

/** A panel as wide as the board. */
export function fullWidth(panel: PanelDraft): Band {
  return { panels: [panel], mostPerLine: 1, height: 10 };
}

/** Rows without empty bands, and without rows that have none left. */
export function filled(rows: readonly Row[]): readonly Row[] {
  return rows
    .map(({ title, bands }) => ({ title, bands: bands.filter(({ panels }) => panels.length > 0) }))
    .filter(({ bands }) => bands.length > 0);
}

/** Appends rows of a team's own; a title that exists continues that row. */
export function withOwnRows(rows: readonly Row[], own: readonly BoardRow[]): readonly Row[] {
  const bands = new Map(rows.map((row) => [row.title, row.bands]));
  for (const { title, panels } of own) {
    bands.set(title, [...(bands.get(title) ?? []), charts(panels.map(ownPanel))]);
  }
  return [...bands].map(([title, all]) => ({ title, bands: all }));
}
