import { type AppendedSeries, markStale } from "@signalbox/engine";
import { type BehaviourCase, type InputSeries, type OwnCase, sampleMinutes, samplesOf } from "../alerts/index.ts";
import type { CaseSeries } from "../config/index.ts";
import { minuteMillis, type Story } from "./play-story.ts";

/** What is played for a behaviour case, and where it is looked at. */
export function caseStory(behaviour: BehaviourCase): Story {
  const { series, expectations, recorded = [], pace } = behaviour;
  const looked = [...expectations, ...recorded].map(({ atMinutes }) => atMinutes);
  return {
    series: series.map((one) => inputSeries(one, sampleMinutes(behaviour))),
    ...(pace === "history" ? { everyMinutes: Math.max(1, ...looked) } : {}),
    minutes: expectations.map(({ atMinutes }) => atMinutes),
    questions: recorded.map(({ expression, atMinutes }) => ({ expression, atMinutes })),
  };
}

/** What is played for a case of the config, and where it is looked at. */
export function ownStory({ case: one, series, traffic }: OwnCase): Story {
  return {
    series: [...series.map(writtenSeries), ...traffic.map((one) => inputSeries(one))],
    minutes: one.expect.map(({ atMinutes }) => atMinutes),
    questions: [],
  };
}

function inputSeries(series: InputSeries, everyMinutes = 1): AppendedSeries {
  return appended({ __name__: series.metric, ...series.labels }, samplesOf(series, everyMinutes));
}

function writtenSeries({ labels, samples }: CaseSeries): AppendedSeries {
  const present = samples.flatMap((value, minute) => (value === undefined ? [] : [{ minute, value }]));
  const series = appended(
    labels,
    present.map(({ minute, value }) => ({ minute, value: value === "stale" ? Number.NaN : value })),
  );
  for (const [index, { value }] of present.entries()) if (value === "stale") markStale(series.values, index);
  return series;
}

function appended(
  labels: Readonly<Record<string, string>>,
  samples: readonly { readonly minute: number; readonly value: number }[],
): AppendedSeries {
  return {
    labels,
    timesMillis: Float64Array.from(samples, ({ minute }) => minuteMillis(minute)),
    values: Float64Array.from(samples, ({ value }) => value),
  };
}
