import { TableCellHeight, TableSortByFieldStateBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { colours } from "./colours.ts";
import { asRows } from "./question.ts";

/** A column of numbers: one query. */
export interface ValueColumn {
  readonly name: string;
  readonly expression: string;
  /** Grafana's unit id. */
  readonly unit: string;
  /** From which value on the cell is bad; undefined where there is no such limit. */
  readonly badFrom?: number | undefined;
  /** Below which value the cell is bad. */
  readonly badBelow?: number;
}

/** What is special about one table. */
export interface TableStyle {
  readonly title: string;
  /** What it means, what good looks like, what to do. */
  readonly description: string;
  /** Grafana's unit id of cells that no column names. */
  readonly unit: string;
  readonly noValue: string;
  /** Labels that become columns, with their headings, in order. */
  readonly labels: Readonly<Record<string, string>>;
  /** A query whose labels are wanted and whose value is not. */
  readonly labelsFrom?: string;
  readonly columns: readonly ValueColumn[];
  /** Heading that the rows are sorted by, largest first. */
  readonly sortedBy: string;
}

/**
 * One row for each label set, one column for each query. Grafana joins the rows whose common labels are equal, so every
 * query is an aggregation: a metric's name would be such a label, and differ.
 */
export function table(style: TableStyle): PanelBuilder {
  const expressions = [
    ...style.columns.map(({ expression }) => expression),
    ...(style.labelsFrom === undefined ? [] : [style.labelsFrom]),
  ];
  const panel = new PanelBuilder()
    .title(style.title)
    .description(style.description)
    .unit(style.unit)
    .noValue(style.noValue)
    .targets(expressions.map(asRows))
    .transformations([
      { id: "merge", options: {} },
      { id: "organize", options: arrangement(style) },
    ])
    .cellHeight(TableCellHeight.Sm)
    .showHeader(true)
    .sortBy([new TableSortByFieldStateBuilder().displayName(style.sortedBy).desc(true)]);
  return style.columns.reduce((drawn, column) => drawn.overrideByName(column.name, columnProperties(column)), panel);
}

function arrangement(style: TableStyle): object {
  const values = style.columns.map(({ name }, index) => [valueField(index), name] as const);
  const shown = [...Object.entries(style.labels), ...values];
  const unnamed = style.labelsFrom === undefined ? [] : [valueField(style.columns.length)];
  return {
    indexByName: Object.fromEntries(shown.map(([field], index) => [field, index])),
    renameByName: Object.fromEntries(shown),
    excludeByName: Object.fromEntries(["Time", ...unnamed].map((field) => [field, true])),
  };
}

/** Grafana names the value of each query of a table after its refId. */
function valueField(index: number): string {
  return `Value #${String.fromCharCode(65 + index)}`;
}

function columnProperties(column: ValueColumn): { id: string; value: unknown }[] {
  const unit = { id: "unit", value: column.unit };
  const limit = column.badFrom ?? column.badBelow;
  if (limit === undefined) return [unit];
  const [below, above] = column.badFrom === undefined ? [colours.bad, colours.none] : [colours.none, colours.bad];
  const steps = [
    { value: null, color: below },
    { value: limit, color: above },
  ];
  return [
    unit,
    { id: "thresholds", value: { mode: "absolute", steps } },
    { id: "custom.cellOptions", value: { type: "color-background", mode: "basic" } },
  ];
}
