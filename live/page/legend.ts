import { calculate, calculationNames } from "./calculation.ts";
import type { ClassicPanel } from "./classic-board.ts";
import { element, fill } from "./element.ts";
import type { LineSeries } from "./line-series.ts";
import { formatValue } from "./unit-format.ts";

/** The names of a chart's lines with their values. */
export interface Legend {
  readonly root: HTMLElement;
  /** Shows the calculations, or the values at one place under the cursor. */
  readonly update: (lines: readonly LineSeries[], index: number | undefined) => void;
}

/** A legend as a table: one row a line, a column for each calculation. Nothing where the panel wants none. */
export function legend(panel: ClassicPanel): Legend {
  const { showLegend = true, calcs = [] } = panel.options?.legend ?? {};
  const root = element("div", { class: "legend" });
  const calculations = calcs.length > 0 ? calcs : ["lastNotNull"];
  return {
    root,
    update: (lines, index) => {
      if (!showLegend || lines.length === 0) return fill(root);
      const headings = calculations.map((id, place) => {
        const name = calculationNames[id] ?? id;
        return element(
          "th",
          { scope: "col", class: "calculation" },
          index !== undefined && place === 0 ? "Here" : name,
        );
      });
      const rows = lines.map((line) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, mark(line), line.name),
          ...calculations.map((id, place) => {
            const here = index !== undefined && place === 0;
            const value = here ? (line.values[index] ?? Number.NaN) : calculate(id, line.values);
            return element("td", {}, formatValue(value, line.options.unit, line.options.decimals ?? undefined));
          }),
        ),
      );
      fill(root, element("table", {}, element("thead", {}, element("tr", {}, element("th"), ...headings)), ...rows));
    },
  };
}

function mark({ colour, dash }: LineSeries): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "line");
  const attributes = { x1: 0, y1: 4, x2: 18, y2: 4, stroke: colour, "stroke-width": 3 };
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, String(value));
  if (dash.length > 0) line.setAttribute("stroke-dasharray", dash.map((length) => length * 0.6).join(" "));
  svg.setAttribute("viewBox", "0 0 18 8");
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  return svg;
}
