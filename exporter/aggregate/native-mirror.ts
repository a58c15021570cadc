import { finestKey, schemaLimits } from "../storage/native-bucket-key.ts";
import { coarserKey, NativeBuckets } from "../storage/native-buckets.ts";
import { NativeHistogram } from "../storage/native-histogram.ts";
import type { NativeRows } from "../storage/native-rows.ts";
import type { NativeReport, NativeSide } from "./messages.ts";

const nothing: NativeSide = { first: 0, counts: [] };

/** What a member told last of the native histograms of a table. */
export class NativeMirror {
  readonly #merged: NativeRows;
  readonly #rowOf: (row: number) => number;
  readonly #known = new Map<number, NativeReport>();

  /** `rowOf` gives the row of the fleet's table for one of the member's. */
  constructor(merged: NativeRows, rowOf: (row: number) => number) {
    this.#merged = merged;
    this.#rowOf = rowOf;
  }

  /** Takes a row over, and adds what is new to the fleet's. */
  apply(report: NativeReport): void {
    const known = this.#known.get(report.row);
    this.#known.set(report.row, report);
    const merged = this.#merged.of(this.#rowOf(report.row));
    if (known?.schema !== report.schema || known.zeroThreshold !== report.zeroThreshold) {
      merged.merge(difference(report, known));
      return;
    }
    merged.zeroCount += report.zeroCount - known.zeroCount;
    addSide(merged, true, report.schema, report.positive, known.positive);
    addSide(merged, false, report.schema, report.negative, known.negative);
  }
}

/** Adds what one sign counted since it was known, in the same resolution. */
function addSide(
  merged: NativeHistogram,
  isPositive: boolean,
  schema: number,
  now: NativeSide,
  known: NativeSide,
): void {
  const shift = now.first - known.first;
  now.counts.forEach((count, index) => {
    const more = count - (known.counts[index + shift] ?? 0);
    if (more > 0) merged.addCount(isPositive, now.first + index, schema, more);
  });
}

/** What a histogram counted since it was known, in the resolution and with the zero bucket that it has now. */
function difference(now: NativeReport, known: NativeReport | undefined): NativeHistogram {
  const result = new NativeHistogram({ growth: 2 ** (2 ** -now.schema) });
  result.widenZero(now.zeroThreshold);
  result.zeroCount = now.zeroCount - (known?.zeroCount ?? 0);
  const zeroKey = finestKey(now.zeroThreshold);
  const levels = schemaLimits.finest - (known?.schema ?? now.schema);
  const coarser = (known?.schema ?? now.schema) - now.schema;
  for (const sign of ["positive", "negative"] as const) {
    const counts = countsByKey(now[sign]);
    for (const [key, count] of countsByKey(known?.[sign] ?? nothing)) {
      if (key << levels <= zeroKey) {
        result.zeroCount -= count;
        continue;
      }
      const target = coarserKey(key, coarser);
      counts.set(target, (counts.get(target) ?? 0) - count);
    }
    const buckets = new NativeBuckets();
    for (const [key, count] of counts) if (count > 0) buckets.add(key, count);
    result[sign] = buckets;
  }
  return result;
}

function countsByKey({ first, counts }: NativeSide): Map<number, number> {
  return new Map(counts.map((count, index) => [first + index, count] as const).filter(([, count]) => count > 0));
}
