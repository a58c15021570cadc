import { indicatorLabel, type RatioWindow, recordedSeries } from "@signalbox/contract";
import { budgetRatio, burnLimits, type Objective } from "../config/index.ts";
import {
  badMinuteRatio,
  badMinutesPerSecond,
  chainedErrorRatio,
  equals,
  type IndicatorEvents,
  indicatorEvents,
  type Matcher,
  minuteIsBad,
  minutesPerSecond,
  ratioOfRecorded,
  recordedEvents,
  sumBy,
} from "../queries/index.ts";
import type { AlertScope } from "./alert.ts";
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
  // The events are recorded first, so that a bad event costs no second look at all raw series.
  const present = (): string => sumBy(config.identity, recordedEvents(recorded));
  const { service } = objectives;
  const asked = indicatorEvents(service, objective.indicator, where, config.identity, present);
  const counted = indicatorEvents(service, objective.indicator, where, config.identity);
  const read = windowsRead(objective);
  const rules: readonly Recorded[] =
    objective.kind === "timeSlice"
      ? minuteRules(
          recorded,
          minuteIsBad(counted, budgetRatio(objective.goodRatio), config.prometheus.scrapeIntervalSeconds),
        )
      : eventRules(recorded, asked);
  return rules
    .filter(({ window }) => window === undefined || read.has(window))
    .map(({ record, expr }) => ({ record, expr, labels: { [indicatorLabel]: objective.indicator } }));
}

interface Recorded {
  readonly record: string;
  readonly expr: string;
  /** The window of a ratio; undefined: recorded whatever is read. */
  readonly window?: RatioWindow;
}

function eventRules(recorded: readonly Matcher[], asked: IndicatorEvents): readonly Recorded[] {
  const ratioOver = {
    recorded: () => ratioOfRecorded(recorded),
    raw: (window: RatioWindow) => asked.errorRatio(window),
    chained: (window: RatioWindow) => chainedErrorRatio(recorded, window),
  };
  return [
    { record: recordedSeries.events, expr: asked.events("5m") },
    { record: recordedSeries.badEvents, expr: asked.badEvents("5m") },
    ...ratioWindows.map(({ window, source }) => ({
      record: recordedSeries.errorRatio(window),
      expr: ratioOver[source](window),
      window,
    })),
  ];
}

/** One event a minute, which was good or bad; its ratios are exact and read one series. */
function minuteRules(recorded: readonly Matcher[], isBad: string): readonly Recorded[] {
  return [
    { record: recordedSeries.badMinute, expr: isBad },
    { record: recordedSeries.events, expr: minutesPerSecond(recorded) },
    { record: recordedSeries.badEvents, expr: badMinutesPerSecond(recorded) },
    ...ratioWindows.map(({ window }) => ({
      record: recordedSeries.errorRatio(window),
      expr: badMinuteRatio(recorded, window),
      window,
    })),
  ];
}

function windowsRead({ page, targetRatio, windowDays }: Objective): ReadonlySet<RatioWindow> {
  const limits = [
    ...(page ? burnLimits("page", targetRatio, windowDays) : []),
    ...burnLimits("ticket", targetRatio, windowDays),
  ];
  return new Set([...alwaysRecorded, ...limits.flatMap(({ pair }) => [pair.long, pair.short])]);
}
