import type { AcrossProcesses } from "@signalbox/contract";
import { overflowRow } from "../storage/series-table.ts";
import type { MergedTable } from "./merged-table.ts";
import type { TableMirror } from "./table-mirror.ts";

/**
 * Sets a gauge of the fleet from those members that live. A series that none of them has is 0 where values are summed, else `NaN`;
 * a member that does not know its value, `NaN`, is left out.
 */
export function foldGauge(merged: MergedTable, mirrors: readonly TableMirror[]): void {
  const { table, across } = merged;
  const values = new Float64Array(table.rowCount).fill(Number.NaN);
  const isTold = new Uint8Array(table.rowCount);
  for (const mirror of mirrors) {
    mirror.forEachValue((row, value) => {
      isTold[row] = 1;
      values[row] = folded(across, values[row] as number, value);
    });
  }
  const untold = across === "sum" ? 0 : Number.NaN;
  values.forEach((value, row) => {
    if (row !== overflowRow || table.overflowedUpdates > 0) merged.set(row, isTold[row] === 1 ? value : untold);
  });
}

function folded(across: AcrossProcesses, before: number, value: number): number {
  if (Number.isNaN(value)) return before;
  if (Number.isNaN(before)) return value;
  switch (across) {
    case "sum":
      return before + value;
    case "max":
      return Math.max(before, value);
    case "min":
      return Math.min(before, value);
  }
}
