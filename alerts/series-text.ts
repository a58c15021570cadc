import { selector } from "../queries/index.ts";
import type { InputSeries } from "./cases/behaviour-case.ts";
import { plain } from "./numbers.ts";

/** An input series in promtool's notation. */
export interface InputText {
  readonly series: string;
  readonly values: string;
}

/** A series of a case as promtool reads it. */
export function inputSeries(series: InputSeries): InputText {
  return { series: seriesText(series.metric, series.labels), values: values(series) };
}

/** A series as PromQL selects it: a metric with all its labels. */
export function seriesText(metric: string, labels: Readonly<Record<string, string>>): string {
  return selector(
    metric,
    Object.entries(labels).map(([label, value]) => ({ label, operator: "=", value })),
  );
}

/** promtool's `a+bxn`, which is n+1 samples: a, a+b, ... */
function values(series: InputSeries): string {
  if (series.kind === "gauge") {
    return series.segments
      .map(({ minutes, value }) => (value === undefined ? `_x${minutes}` : `${value}x${minutes - 1}`))
      .join(" ");
  }
  let total = 0;
  return series.segments
    .map(({ minutes, perMinute }, index) => {
      const rate = plain(perMinute);
      const start = index === 0 ? 0 : plain(total + perMinute);
      const repeats = index === 0 ? minutes : minutes - 1;
      total += perMinute * minutes;
      return `${start}+${rate}x${repeats}`;
    })
    .join(" ");
}
