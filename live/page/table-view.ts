import type { ClassicPanel } from "./classic-board.ts";
import { thresholdColour } from "./colours.ts";
import { element, fill } from "./element.ts";
import { fieldOptions } from "./field-options.ts";
import type { PanelBody } from "./panel-view.ts";
import { sortedRows, type TableColumn, type TableData, type TableRow, tableData } from "./table-rows.ts";
import { formatValue } from "./unit-format.ts";

/** A table whose headings sort it. */
export function tableView(panel: ClassicPanel): PanelBody {
  const root = element("div", { class: "table", tabindex: "0", role: "region", "aria-label": panel.title ?? "Table" });
  const [initial] = panel.options?.sortBy ?? [];
  let sortedName = initial?.displayName;
  let descending = initial?.desc ?? false;
  let data: TableData = { columns: [], rows: [] };

  const draw = (): void => {
    const sorted = data.columns.find(({ name }) => name === sortedName);
    const rows = sorted === undefined ? data.rows : sortedRows(data.rows, sorted.field, descending);
    if (rows.length === 0) {
      fill(root, element("p", { class: "no-value" }, panel.fieldConfig?.defaults?.noValue ?? "No data"));
      return;
    }
    const head = element("tr", {}, ...data.columns.map((column) => heading(column)));
    const body = rows.map((row) => element("tr", {}, ...data.columns.map((column) => cell(panel, column, row))));
    fill(root, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  };

  const heading = ({ name, numeric }: TableColumn): HTMLElement => {
    const direction = name !== sortedName ? "none" : descending ? "descending" : "ascending";
    const mark = { none: "", descending: " ↓", ascending: " ↑" }[direction];
    const button = element("button", { type: "button", "data-key": `sort ${name}` }, `${name}${mark}`);
    return element("th", { scope: "col", "aria-sort": direction, class: numeric && "number" }, button);
  };

  root.addEventListener("click", (event) => {
    const key = event.target instanceof Element ? event.target.closest("button")?.getAttribute("data-key") : undefined;
    if (!key?.startsWith("sort ")) return;
    const name = key.slice("sort ".length);
    descending =
      name === sortedName ? !descending : (data.columns.find((column) => column.name === name)?.numeric ?? false);
    sortedName = name;
    draw();
  });

  return {
    root,
    update: (answers) => {
      data = tableData(panel, answers);
      draw();
    },
  };
}

function cell(panel: ClassicPanel, column: TableColumn, row: TableRow): HTMLElement {
  const value = row[column.field];
  if (typeof value !== "number") return element("td", { class: column.numeric && "number" }, value ?? "–");
  const options = fieldOptions(panel, column.name, column.refId);
  const colour = options.custom?.cellOptions?.type?.startsWith("color") ? thresholdColour(options, value) : undefined;
  const text = formatValue(value, options.unit, options.decimals ?? undefined);
  const shown = element("td", { class: colour ? "number flagged" : "number" }, colour ? `▲ ${text}` : text);
  if (colour !== undefined) shown.style.setProperty("--value-colour", colour);
  return shown;
}
