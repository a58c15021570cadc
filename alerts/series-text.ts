import { selector } from "../queries/index.ts";
import type { InputSeries } from "./cases/behaviour-case.ts";
import { plain } from "./numbers.ts";

/** An input series in promtool's notation. */
export interface InputText {
  readonly series: string;
  readonly values: string;
}

/**
 * A series of a case as promtool reads it.
 * @param everyMinutes minutes from one sample to the next
 */
export function inputSeries(series: InputSeries, everyMinutes = 1): InputText {
  return { series: seriesText(series.metric, series.labels), values: values(series, everyMinutes) };
}

/** A series as PromQL selects it: a metric with all its labels. */
export function seriesText(metric: string, labels: Readonly<Record<string, string>>): string {
  return selector(
    metric,
    Object.entries(labels).map(([label, value]) => ({ label, operator: "=", value })),
  );
}

/** promtool's `a+bxn`, which is n+1 samples: a, a+b, ... */
function values(series: InputSeries, everyMinutes: number): string {
  if (series.kind === "gauge") {
    return series.segments
      .map(({ minutes, value }) => {
        const samples = minutes / everyMinutes;
        return value === undefined ? `_x${samples}` : `${value}x${samples - 1}`;
      })
      .join(" ");
  }
  let total = 0;
  return series.segments
    .map(({ minutes, perMinute }, index) => {
      const step = perMinute * everyMinutes;
      const rate = plain(step);
      const start = index === 0 ? 0 : plain(total + step);
      const repeats = minutes / everyMinutes - (index === 0 ? 0 : 1);
      total += perMinute * minutes;
      return `${start}+${rate}x${repeats}`;
    })
    .join(" ");
}
