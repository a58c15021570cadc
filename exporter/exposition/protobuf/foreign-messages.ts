import type { ForeignFamily } from "../foreign-family.ts";
import type { ForeignMetric } from "../foreign-metrics.ts";
import * as model from "./client-model.ts";
import { labelMessage } from "./common-messages.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** Writes one label set of another registry as a metric of its family. */
export function foreignMessage(out: ProtobufWriter, type: ForeignFamily["type"], metric: ForeignMetric): void {
  const end = out.length;
  switch (type) {
    case "histogram":
      histogramFields(out, metric);
      break;
    case "summary":
      summaryFields(out, metric);
      break;
    case "counter":
    case "gauge":
    case "untyped":
      out.double(model.single.value, metric.value ?? 0);
  }
  out.message(model.metric[type], end);
  for (const [name, value] of metric.labels.toReversed()) labelMessage(out, model.metric.label, name, value);
  out.message(model.metricFamily.metric, end);
}

function histogramFields(out: ProtobufWriter, { edges, sum, count }: ForeignMetric): void {
  for (const [bound, cumulative] of edges.toReversed()) {
    const end = out.length;
    out.double(model.bucket.bound, bound);
    countField(out, model.bucket, cumulative);
    out.message(model.histogram.bucket, end);
  }
  if (sum !== undefined) out.double(model.histogram.sum, sum);
  countField(out, model.histogram, count ?? edges.at(-1)?.[1] ?? 0);
}

/** A count that is no whole number has a field of its own. */
function countField(
  out: ProtobufWriter,
  fields: { readonly count: number; readonly floatCount: number },
  count: number,
): void {
  if (isCount(count)) out.unsigned(fields.count, count);
  else out.double(fields.floatCount, count);
}

function summaryFields(out: ProtobufWriter, { edges, sum, count }: ForeignMetric): void {
  for (const [quantile, value] of edges.toReversed()) {
    const end = out.length;
    out.double(model.quantile.value, value);
    out.double(model.quantile.quantile, quantile);
    out.message(model.summary.quantile, end);
  }
  if (sum !== undefined) out.double(model.summary.sum, sum);
  out.unsigned(model.summary.count, isCount(count) ? count : 0);
}

function isCount(count: number | undefined): count is number {
  return count !== undefined && Number.isSafeInteger(count) && count >= 0;
}
