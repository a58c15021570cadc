import type { ClassicPanel } from "./classic-board.ts";
import type { QueryAnswer } from "./wire.ts";

/** A column of a table. */
export interface TableColumn {
  /** The field as the query names it, for example a label or `Value #A`. */
  readonly field: string;
  readonly name: string;
  readonly refId: string;
  readonly numeric: boolean;
}

/** One row: a text for each label, a number for each value. */
export type TableRow = Readonly<Record<string, string | number>>;

/** A table before it is sorted. */
export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/**
 * Joins the answers of a table panel into rows, as Grafana's `merge` does: what agrees on all labels that both have is one
 * row. Then arranges the columns as the panel's `organize` says.
 */
export function tableData(panel: ClassicPanel, answers: readonly QueryAnswer[]): TableData {
  const rows: Record<string, string | number>[] = [];
  const single = answers.length === 1;
  const fields = new Map<string, string>();
  for (const { refId, series } of answers) {
    const valueField = single ? "Value" : `Value #${refId}`;
    for (const one of series) {
      const { __name__: _metric, ...labels } = one.labels;
      for (const label of Object.keys(labels)) if (!fields.has(label)) fields.set(label, "");
      const cells = { ...labels, [valueField]: one.values.at(-1) ?? Number.NaN };
      const joined = rows.filter((row) => !(valueField in row) && agree(row, labels));
      for (const row of joined) Object.assign(row, cells);
      if (joined.length === 0) rows.push(cells);
    }
  }
  for (const { refId } of answers) fields.set(single ? "Value" : `Value #${refId}`, refId);
  return { columns: arranged(panel, fields), rows };
}

/** Rows ordered by a column; what is missing comes last. */
export function sortedRows(rows: readonly TableRow[], field: string, descending: boolean): readonly TableRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one[field], other[field]];
    if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
    if (typeof a === "number" && typeof b === "number") return (a - b) * sign;
    return String(a).localeCompare(String(b)) * sign;
  });
}

function missing(value: string | number | undefined): boolean {
  return value === undefined || Number.isNaN(value);
}

function agree(row: TableRow, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([label, value]) => row[label] === undefined || row[label] === value);
}

function arranged(panel: ClassicPanel, fields: ReadonlyMap<string, string>): readonly TableColumn[] {
  const options = panel.transformations?.find(({ id }) => id === "organize")?.options ?? {};
  const order = options["indexByName"] as Record<string, number> | undefined;
  const names = options["renameByName"] as Record<string, string> | undefined;
  const excluded = options["excludeByName"] as Record<string, boolean> | undefined;
  const place = (field: string): number => order?.[field] ?? Number.MAX_SAFE_INTEGER;
  return [...fields]
    .filter(([field]) => excluded?.[field] !== true)
    .sort(([one], [other]) => place(one) - place(other))
    .map(([field, refId]) => ({ field, name: names?.[field] || field, refId, numeric: refId !== "" }));
}
