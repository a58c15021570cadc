/*
 * Field numbers of the messages of io.prometheus.client
 * (https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto).
 */

/** MetricFamily. */
export const metricFamily = { name: 1, help: 2, type: 3, metric: 4, unit: 5 } as const;

/** MetricType. */
export const metricTypes = { counter: 0, gauge: 1, summary: 2, untyped: 3, histogram: 4 } as const;

/** Metric. */
export const metric = { label: 1, gauge: 2, counter: 3, summary: 4, untyped: 5, histogram: 7 } as const;

/** LabelPair. */
export const labelPair = { name: 1, value: 2 } as const;

/** Gauge and Untyped. */
export const single = { value: 1 } as const;

/** Counter. */
export const counter = { value: 1, exemplar: 2, created: 3 } as const;

/** Summary. */
export const summary = { count: 1, sum: 2, quantile: 3 } as const;

/** Quantile. */
export const quantile = { quantile: 1, value: 2 } as const;

/** Histogram. */
export const histogram = {
  count: 1,
  sum: 2,
  bucket: 3,
  floatCount: 4,
  schema: 5,
  zeroThreshold: 6,
  zeroCount: 7,
  negativeSpan: 9,
  negativeDelta: 10,
  positiveSpan: 12,
  positiveDelta: 13,
  created: 15,
} as const;

/** Bucket. */
export const bucket = { count: 1, bound: 2, exemplar: 3, floatCount: 4 } as const;

/** BucketSpan. */
export const bucketSpan = { offset: 1, length: 2 } as const;

/** Exemplar. */
export const exemplar = { label: 1, value: 2, time: 3 } as const;

/** Timestamp of google.protobuf. */
export const timestamp = { seconds: 1, nanoseconds: 2 } as const;
