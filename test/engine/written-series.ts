import { markStale, type Storage } from "@signalbox/engine";

/** A series of one sample a minute from 0 on, as promtool's test files write it: `_` is no sample. */
export interface WrittenSeries {
  readonly series: string;
  readonly values: string;
}

/** Appends series to a storage as promtool loads them. */
export async function load(storage: Storage, series: readonly WrittenSeries[]): Promise<void> {
  await storage.append(
    series.map(({ series: selector, values }) => {
      const samples = values.split(" ").flatMap((text, minute) => (text === "_" ? [] : [{ text, minute }]));
      const floats = Float64Array.from(samples, ({ text }) => Number(text));
      for (const [index, { text }] of samples.entries()) if (text === "stale") markStale(floats, index);
      return {
        labels: labelsOf(selector),
        timesMillis: Float64Array.from(samples, ({ minute }) => minute * 60_000),
        values: floats,
      };
    }),
  );
}

function labelsOf(selector: string): Record<string, string> {
  const [, name = "", inside = ""] = /^([^{]+)(?:\{(.*)\})?$/.exec(selector) ?? [];
  const labels: Record<string, string> = { __name__: name };
  for (const [, label = "", value = ""] of inside.matchAll(/(\w+)="([^"]*)"/g)) labels[label] = value;
  return labels;
}
