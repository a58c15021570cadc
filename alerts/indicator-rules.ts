import { indicatorLabel, type RatioWindow, recordedSeries } from "@signalbox/contract";
import type { Objective } from "../config/index.ts";
import { chainedErrorRatio, equals, eventErrorRatio, indicatorEvents, ratioOfRecorded } from "../queries/index.ts";
import type { AlertScope } from "./alert.ts";
import { burnLimits } from "./burn-pairs.ts";
import { matchersOf } from "./places.ts";
import type { RecordingRule } from "./rule-file.ts";

/** How the ratio of each window is recorded, in order. `recorded`: the two series just recorded; `raw` notices at once; `chained` costs two sums of recorded rates. */
const ratioWindows: readonly { readonly window: RatioWindow; readonly source: "recorded" | "raw" | "chained" }[] = [
  { window: "5m", source: "recorded" },
  { window: "30m", source: "raw" },
  { window: "1h", source: "raw" },
  { window: "2h", source: "chained" },
  { window: "6h", source: "chained" },
  { window: "1d", source: "chained" },
  { window: "3d", source: "chained" },
];

/** Windows that boards and the burn rate read, whatever the alerts need. */
const alwaysRecorded: readonly RatioWindow[] = ["5m", "1h"];

/** Records the events of one objective's indicator, and its error ratio over every window that something reads. */
export function indicatorRules(objective: Objective, scope: AlertScope): readonly RecordingRule[] {
  const { config, objectives, places } = scope;
  const where = matchersOf(config, places);
  const recorded = [equals(indicatorLabel, objective.indicator), ...where];
  const rule = (record: string, expr: string): RecordingRule => ({
    record,
    expr,
    labels: { [indicatorLabel]: objective.indicator },
  });
  const asked = indicatorEvents(objectives.service, objective.indicator, where, config.identity);
  const read = windowsRead(objective, objectives.windowDays);
  const ratioOver = {
    recorded: () => ratioOfRecorded(recorded),
    raw: (window: RatioWindow) => eventErrorRatio(asked, window),
    chained: (window: RatioWindow) => chainedErrorRatio(recorded, window),
  };
  return [
    rule(recordedSeries.events, asked.events("5m")),
    rule(recordedSeries.badEvents, asked.badEvents("5m")),
    ...ratioWindows
      .filter(({ window }) => read.has(window))
      .map(({ window, source }) => rule(recordedSeries.errorRatio(window), ratioOver[source](window))),
  ];
}

function windowsRead({ page, targetRatio }: Objective, windowDays: number): ReadonlySet<RatioWindow> {
  const limits = [
    ...(page ? burnLimits("page", targetRatio, windowDays) : []),
    ...burnLimits("ticket", targetRatio, windowDays),
  ];
  return new Set([...alwaysRecorded, ...limits.flatMap(({ pair }) => [pair.long, pair.short])]);
}
