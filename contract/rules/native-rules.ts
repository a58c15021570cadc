import { nativeLimits } from "../native-histograms.ts";
import { isRecord, type Report } from "./report.ts";

/** Problems of a native resolution: a growth above 1, at most 65536. */
export function nativeProblems(report: Report, path: string, resolution: unknown): void {
  if (resolution === undefined) return;
  const growth = isRecord(resolution) ? resolution["growth"] : undefined;
  if (typeof growth === "number" && growth > 1 && growth <= nativeLimits.coarsestGrowth) return;
  report.add(
    "metric/native-growth",
    `${path}.growth`,
    `a growth is a factor above 1, at most ${nativeLimits.coarsestGrowth}`,
    growth,
    String(nativeLimits.defaultGrowth),
  );
}
