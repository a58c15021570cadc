import type { ClassicPanel, FieldOptions } from "./classic-board.ts";
import { seriesColour } from "./colours.ts";
import { fieldOptions } from "./field-options.ts";
import { legendName } from "./legend-name.ts";
import type { BoardData, QueryAnswer } from "./wire.ts";

/** One line of a chart. */
export interface LineSeries {
  readonly name: string;
  readonly options: FieldOptions;
  readonly colour: string;
  /** Dashes tell lines apart without colour; the first line has none. */
  readonly dash: readonly number[];
  /** One value for each time of the chart. */
  readonly values: readonly (number | null)[];
}

/** Lines on a common time axis. */
export interface ChartData {
  readonly times: readonly number[];
  readonly lines: readonly LineSeries[];
}

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 4]];

/** Puts the answers of a chart on the times at which the board was asked; a time without an answer stays a gap. */
export function chartData(panel: ClassicPanel, answers: readonly QueryAnswer[], data: BoardData): ChartData {
  const { start, end, stepSeconds } = data;
  const count = Math.round((end - start) / stepSeconds) + 1;
  const times = Array.from({ length: count }, (_, index) => start + index * stepSeconds);
  const named = answers.flatMap(({ refId, series }) => {
    const template = panel.targets?.find((target) => target.refId === refId)?.legendFormat;
    return series.map((one) => ({ ...one, refId, name: legendName(one.labels, template) }));
  });
  const lines = named
    .sort((one, other) => one.refId.localeCompare(other.refId) || one.name.localeCompare(other.name))
    .map(({ name, refId, times: at, values: found }, index) => {
      const values: (number | null)[] = Array.from({ length: count }, () => null);
      for (const [place, time] of at.entries()) values[Math.round((time - start) / stepSeconds)] = found[place] ?? null;
      const options = fieldOptions(panel, name, refId);
      const shade = named.length > 1 ? index % 4 : 0;
      const dash = dashes[index % dashes.length] ?? [];
      return { name, options, colour: seriesColour(options, name, shade), dash, values };
    });
  return { times, lines };
}

/** Adds each line to those below it; gaps count as nothing. */
export function stacked(lines: readonly LineSeries[]): readonly LineSeries[] {
  const sums: number[] = [];
  return lines.map((line) => ({
    ...line,
    dash: [],
    values: line.values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return value === null && sums[index] === 0 ? null : sums[index];
    }),
  }));
}
