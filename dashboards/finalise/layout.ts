import type { GridPosition } from "../board.ts";
import type { Band } from "../rows.ts";

/** Columns of Grafana's grid. */
const gridColumns = 24;

/**
 * Positions for the panels of a band from a given height on, in order, line by line. Every line is filled to the edge:
 * its panels are equally wide, and what does not divide goes to the first ones.
 */
export function positions(
  band: Omit<Band, "panels"> & { readonly count: number },
  top: number,
): readonly GridPosition[] {
  return lineLengths(band.count, band.mostPerLine).flatMap((length, line) => {
    const width = Math.floor(gridColumns / length);
    const wider = gridColumns % length;
    return Array.from({ length }, (_, index) => ({
      x: index * width + Math.min(index, wider),
      y: top + line * band.height,
      w: width + (index < wider ? 1 : 0),
      h: band.height,
    }));
  });
}

/** Panels on each line: as few lines as possible, as even as possible, longer lines first. */
function lineLengths(count: number, mostPerLine: number): readonly number[] {
  const lines = Math.ceil(count / mostPerLine);
  return Array.from({ length: lines }, (_, line) => Math.floor(count / lines) + (line < count % lines ? 1 : 0));
}
