import type uPlot from "uplot";
import { chart } from "./chart.ts";
import type { ClassicPanel } from "./classic-board.ts";
import { element } from "./element.ts";
import { legend } from "./legend.ts";
import { chartData, type LineSeries, stacked } from "./line-series.ts";
import type { PanelBody } from "./panel-view.ts";
import { formatClock } from "./time-format.ts";
import { formatValue } from "./unit-format.ts";

/** Lines over time. The chart is built anew only when its lines change; else it gets new values. */
export function linesView(panel: ClassicPanel, readout: HTMLElement): PanelBody {
  const plot = element("div", { class: "plot", role: "img", "aria-label": panel.title ?? "Chart" });
  const names = legend(panel);
  const empty = element("p", { class: "no-value" }, panel.fieldConfig?.defaults?.noValue ?? "No data");
  const root = element("div", { class: "lines" }, plot, empty, names.root);
  const isStacked = panel.fieldConfig?.defaults?.custom?.stacking?.mode === "normal";
  let drawn: uPlot | undefined;
  let shape = "";
  let lines: readonly LineSeries[] = [];
  let times: readonly number[] = [];

  const tell = (index: number | undefined): void => {
    names.update(lines, index);
    const [only] = lines;
    const time = index === undefined ? undefined : times[index];
    const at = time === undefined ? "" : formatClock(time * 1000);
    const value = lines.length === 1 && only ? valueText(only, index) : "";
    readout.textContent = [value, at].filter((text) => text !== "").join(" · ");
  };

  const resize = (): void => {
    if (drawn && plot.clientWidth > 0) drawn.setSize({ width: plot.clientWidth, height: plot.clientHeight });
  };
  new ResizeObserver(resize).observe(plot);

  return {
    root,
    update: (answers, data) => {
      const next = chartData(panel, answers, data);
      ({ lines, times } = next);
      const shown = isStacked ? stacked(lines) : lines;
      const columns = [[...times], ...shown.map(({ values }) => [...values])] as uPlot.AlignedData;
      const nextShape = JSON.stringify([
        lines.map(({ name, colour }) => [name, colour]),
        document.documentElement.dataset["theme"],
      ]);
      if (drawn === undefined || nextShape !== shape) {
        drawn?.destroy();
        drawn = chart(panel, shown, isStacked, columns, plot, tell);
        shape = nextShape;
      } else drawn.setData(columns, true);
      empty.hidden = lines.length > 0;
      const summary = lines.map((line) => `${line.name} ${valueText(line, undefined)}`).join(", ");
      plot.setAttribute("aria-label", `${panel.title ?? "Chart"}: ${summary || "no data"}`);
      tell(drawn.cursor.idx ?? undefined);
    },
  };
}

function valueText({ options, values }: LineSeries, index: number | undefined): string {
  const value = index === undefined ? values.findLast((one) => one !== null) : values[index];
  return value === null || value === undefined ? "–" : formatValue(value, options.unit, options.decimals ?? undefined);
}
