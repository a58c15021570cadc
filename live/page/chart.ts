import UPlot from "uplot";
import type { ClassicPanel } from "./classic-board.ts";
import { thresholdLines, translucent } from "./colours.ts";
import type { LineSeries } from "./line-series.ts";
import { formatValue } from "./unit-format.ts";

/** Charts with the same key share their crosshair. */
const crosshair = "board";

/** Draws lines into an element; `tell` hears which place is under the cursor. */
export function chart(
  panel: ClassicPanel,
  lines: readonly LineSeries[],
  isStacked: boolean,
  columns: UPlot.AlignedData,
  parent: HTMLElement,
  tell: (index: number | undefined) => void,
): UPlot {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--quiet-ink").trim();
  const grid = style.getPropertyValue("--grid").trim();
  const unit = panel.fieldConfig?.defaults?.unit;
  const axis = {
    stroke: ink,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  const options: UPlot.Options = {
    width: Math.max(parent.clientWidth, 80),
    height: Math.max(parent.clientHeight, 60),
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: crosshair }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_chart, least, most) => valueRange(panel, least, most) } },
    axes: [
      { ...axis, size: 24, space: 50, values: clockTicks },
      { ...axis, size: 62, space: 34, values: (_chart, ticks) => ticks.map((tick) => formatValue(tick, unit)) },
    ],
    series: [{}, ...lines.map((line) => seriesOptions(line, isStacked))],
    hooks: {
      draw: [(drawn) => drawLimits(drawn, panel)],
      setCursor: [(drawn) => tell(drawn.cursor.idx ?? undefined)],
    },
  };
  if (isStacked) options.bands = lines.slice(1).map((_, index) => ({ series: [index + 2, index + 1] }));
  return new UPlot(options, columns, parent);
}

function seriesOptions({ name, options, colour, dash, values }: LineSeries, isStacked: boolean): UPlot.Series {
  const { drawStyle, lineWidth = 2, fillOpacity = 0 } = options.custom ?? {};
  const bars = drawStyle === "bars" ? UPlot.paths.bars?.({ size: [0.8, 40] }) : undefined;
  const few = values.filter((value) => value !== null).length < 3;
  return {
    label: name,
    stroke: colour,
    width: lineWidth,
    dash: [...dash],
    fill: translucent(colour, Math.max(fillOpacity, isStacked ? 30 : 0) / 100),
    points: few ? { show: true, size: 5, fill: colour } : { show: false },
    spanGaps: false,
    ...(bars ? { paths: bars } : {}),
  };
}

function valueRange(panel: ClassicPanel, least: number | null, most: number | null): UPlot.Range.MinMax {
  const { min, max, unit, custom } = panel.fieldConfig?.defaults ?? {};
  const smallest = unit === "percentunit" ? 0.01 : unit === "s" ? 0.01 : 1;
  const bottom = min ?? Math.min(least ?? 0, 0);
  const top = Math.max((most ?? 0) * 1.08, custom?.axisSoftMax ?? 0, bottom + smallest);
  return [bottom, max ?? top];
}

function clockTicks(_chart: UPlot, ticks: number[]): string[] {
  const [first = 0, second = first + 60] = ticks;
  const length = second - first < 60 ? 8 : 5;
  return ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString("en-GB").slice(0, length));
}

function drawLimits({ ctx, bbox, valToPos }: UPlot, panel: ClassicPanel): void {
  for (const { value, colour } of thresholdLines(panel.fieldConfig?.defaults ?? {})) {
    const y = valToPos(value, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
}
