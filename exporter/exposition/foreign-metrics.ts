import type { ForeignFamily } from "./foreign-family.ts";

/** Labels with their values. */
type Labels = readonly (readonly [name: string, value: string])[];

/** What the samples of one label set of another registry's family say together. */
export interface ForeignMetric {
  /** Without `le` and `quantile`. */
  readonly labels: Labels;
  /** The value of a counter, gauge or untyped metric. */
  readonly value: number | undefined;
  readonly sum: number | undefined;
  readonly count: number | undefined;
  /** Cumulative counts by upper bound, or values by quantile; in the family's order. */
  readonly edges: readonly (readonly [edge: number, value: number])[];
}

/** The samples of a family, brought together by label set, in its order. */
export function foreignMetrics(family: ForeignFamily): readonly ForeignMetric[] {
  const metrics = new Map<
    string,
    { labels: Labels; value?: number; sum?: number; count?: number; edges: [number, number][] }
  >();
  const edgeName = family.type === "histogram" ? "le" : family.type === "summary" ? "quantile" : undefined;
  for (const sample of family.samples) {
    const labels = sample.labels.filter(([name]) => name !== edgeName);
    const key = JSON.stringify(labels);
    const metric = metrics.get(key) ?? { labels, edges: [] };
    metrics.set(key, metric);
    const edge = sample.labels.find(([name]) => name === edgeName);
    const suffix = sample.name.slice(family.name.length);
    if (edge !== undefined) metric.edges.push([edgeValue(edge[1]), sample.value]);
    else if (edgeName !== undefined && suffix === "_sum") metric.sum = sample.value;
    else if (edgeName !== undefined && suffix === "_count") metric.count = sample.value;
    else metric.value = sample.value;
  }
  return [...metrics.values()].map(({ labels, value, sum, count, edges }) => ({ labels, value, sum, count, edges }));
}

function edgeValue(text: string): number {
  return /^\+?inf$/i.test(text) ? Number.POSITIVE_INFINITY : Number(text);
}
