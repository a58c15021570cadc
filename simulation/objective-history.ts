import { indicatorLabel, recordedSeries } from "@signalbox/contract";
import type { Labels, Storage } from "@signalbox/engine";
import type { Objective, ServiceObjectives } from "../config/index.ts";
import { equals, selector } from "../queries/index.ts";

/** How an objective fared in one place. Ratios are 0 to 1. */
export interface ObjectiveHistory {
  readonly service: string;
  readonly indicator: string;
  /** The identity labels of the place. */
  readonly labels: Labels;
  readonly targetRatio: number;
  readonly windowDays: number;
  /** The first moment of the span of which there are events. */
  readonly firstMillis: number;
  /** Events of the span; minutes where minutes count. */
  readonly events: number;
  readonly badEvents: number;
  /** The share of good events over the whole span. */
  readonly goodRatio: number;
  /** The share of one window's budget that the bad events of the last window, or of the span when that is shorter, are. */
  readonly spentRatio: number;
  /** `kept` in every window, `missed` in some, `neverMet` in none. */
  readonly verdict: "kept" | "missed" | "neverMet";
  /** The target that every window would have kept, in two digits of its budget; never above 1. */
  readonly reachableTargetRatio: number;
  /** Whether the span is shorter than the window, so that the verdict is on the span. */
  readonly isPartial: boolean;
}

interface Minutes {
  readonly events: Float64Array;
  readonly badEvents: Float64Array;
}

const hour = 60;

/** How the objectives of a service fared from one moment to another, one entry for each place that had events. */
export async function objectiveHistories(
  storage: Storage,
  objectives: ServiceObjectives,
  startMillis: number,
  endMillis: number,
): Promise<readonly ObjectiveHistory[]> {
  const histories: ObjectiveHistory[] = [];
  for (const objective of objectives.objectives) {
    const where = [equals(indicatorLabel, objective.indicator)];
    const ask = (metric: string) => storage.range(selector(metric, where), startMillis / 1000, endMillis / 1000, 60);
    const [all, bad] = [await ask(recordedSeries.events), await ask(recordedSeries.badEvents)];
    const count = Math.floor((endMillis - startMillis) / 60_000) + 1;
    for (const { labels: named, ...series } of all) {
      const { __name__: _, ...labels } = named;
      const sameBad = bad.find((one) => sameLabels(one.labels, labels));
      const minutes = {
        events: perMinute(series, startMillis, count),
        badEvents: sameBad === undefined ? new Float64Array(count) : perMinute(sameBad, startMillis, count),
      };
      const firstMillis = (series.times[0] ?? startMillis / 1000) * 1000;
      histories.push({ ...historyOf(objectives, objective, labels, minutes), firstMillis });
    }
  }
  return histories;
}

function historyOf(
  { service }: ServiceObjectives,
  { indicator, targetRatio, windowDays }: Objective,
  labels: Labels,
  { events, badEvents }: Minutes,
): Omit<ObjectiveHistory, "firstMillis"> {
  const budgetRatio = 1 - targetRatio;
  const sums = { events: runningSums(events), badEvents: runningSums(badEvents) };
  const total = { events: sums.events.at(-1) ?? 0, badEvents: sums.badEvents.at(-1) ?? 0 };
  const window = Math.min(windowDays * 24 * hour, events.length);
  const within = (sum: Float64Array, end: number): number => (sum[end] ?? 0) - (sum[end - window] ?? 0);
  const ratios: number[] = [];
  for (let end = events.length; end >= window; end -= hour) {
    const inWindow = within(sums.events, end);
    if (inWindow > 0) ratios.push(within(sums.badEvents, end) / inWindow);
  }
  const worst = Math.max(0, ...ratios);
  const best = Math.min(1, ...ratios);
  const [last = 0] = ratios;
  return {
    service: service.name,
    indicator,
    labels: Object.fromEntries(Object.entries(labels).filter(([label]) => label !== indicatorLabel)),
    targetRatio,
    windowDays,
    events: Math.round(total.events),
    badEvents: Math.round(total.badEvents),
    goodRatio: total.events === 0 ? 1 : plain(1 - total.badEvents / total.events),
    spentRatio: plain(last / budgetRatio),
    verdict: worst <= budgetRatio * (1 + 1e-9) ? "kept" : best <= budgetRatio * (1 + 1e-9) ? "missed" : "neverMet",
    reachableTargetRatio: reachable(worst),
    isPartial: events.length < windowDays * 24 * hour,
  };
}

/** Events per second at each minute become events of that minute. */
function perMinute(
  { times, values }: { readonly times: Float64Array; readonly values: Float64Array },
  startMillis: number,
  count: number,
): Float64Array {
  const minutes = new Float64Array(count);
  for (const [index, time] of times.entries()) {
    const value = values[index] ?? 0;
    if (Number.isFinite(value)) minutes[Math.round((time - startMillis / 1000) / 60)] = value * 60;
  }
  return minutes;
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return sums;
}

/** An error ratio of 0.0123 is kept by a target of 0.987. */
function reachable(errorRatio: number): number {
  if (errorRatio <= 0) return 1;
  const step = 10 ** (Math.floor(Math.log10(errorRatio)) - 1);
  return plain(Math.max(0, 1 - Math.ceil(errorRatio / step - 1e-9) * step));
}

function sameLabels({ __name__: _, ...left }: Labels, right: Labels): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}

function plain(value: number): number {
  return Number(value.toPrecision(9));
}
