import type { SourceSeries } from "../../queries/index.ts";

/** Answers of spans that follow each other as one: a series with the same labels goes on. */
export function joinedSpans(spans: readonly (readonly SourceSeries[])[]): readonly SourceSeries[] {
  const [only] = spans;
  if (spans.length === 1 && only !== undefined) return only;
  const pieces = new Map<string, SourceSeries[]>();
  for (const series of spans.flat()) {
    const key = JSON.stringify(Object.entries(series.labels).sort());
    const known = pieces.get(key);
    if (known === undefined) pieces.set(key, [series]);
    else known.push(series);
  }
  return [...pieces.values()].flatMap((of) => {
    const [first] = of;
    return first === undefined
      ? []
      : [
          {
            labels: first.labels,
            times: joined(of.map(({ times }) => times)),
            values: joined(of.map(({ values }) => values)),
          },
        ];
  });
}

function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    all.set(part, next);
    next += part.length;
  }
  return all;
}
