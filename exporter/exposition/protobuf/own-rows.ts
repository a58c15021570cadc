import type { Exemplar } from "../../storage/exemplar-rows.ts";
import type { SeriesTable } from "../../storage/series-table.ts";
import * as model from "./client-model.ts";
import { exemplarMessage, labelMessage, timeMessage } from "./common-messages.ts";
import { nativeFields } from "./native-fields.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** Writes one row of a table as a metric of its family. */
export function rowMessage(out: ProtobufWriter, table: SeriesTable, row: number): void {
  const end = out.length;
  switch (table.head.type) {
    case "counter":
      counterMessage(out, table, row);
      break;
    case "gauge":
      gaugeMessage(out, table, row);
      break;
    case "histogram":
      histogramMessage(out, table, row);
  }
  const { labelNames } = table.head;
  const values = table.labelValuesOf(row);
  for (let label = labelNames.length - 1; label >= 0; label--) {
    labelMessage(out, model.metric.label, labelNames[label] ?? "", values[label] ?? "");
  }
  out.message(model.metricFamily.metric, end);
}

function counterMessage(out: ProtobufWriter, table: SeriesTable, row: number): void {
  const end = out.length;
  timeMessage(out, model.counter.created, table.createdSecondsOf(row));
  const exemplar = table.exemplars?.of(row)?.[0];
  if (exemplar !== undefined) exemplarMessage(out, model.counter.exemplar, exemplar);
  out.double(model.counter.value, table.pageOf(row)[table.startOf(row)] as number);
  out.message(model.metric.counter, end);
}

function gaugeMessage(out: ProtobufWriter, table: SeriesTable, row: number): void {
  const end = out.length;
  out.double(model.single.value, table.pageOf(row)[table.startOf(row)] as number);
  out.message(model.metric.gauge, end);
}

function histogramMessage(out: ProtobufWriter, table: SeriesTable, row: number): void {
  const end = out.length;
  const page = table.pageOf(row);
  const start = table.startOf(row);
  timeMessage(out, model.histogram.created, table.createdSecondsOf(row));
  const native = table.native?.of(row);
  if (native !== undefined) nativeFields(out, native);
  const { bounds } = table.head;
  const exemplars = table.exemplars?.of(row);
  let count = 0;
  for (let bucket = 0; bucket <= bounds.length; bucket++) count += page[start + 1 + bucket] as number;
  let cumulative = count;
  for (let bucket = bounds.length; bucket >= 0; bucket--) {
    bucketMessage(out, bounds[bucket] ?? Number.POSITIVE_INFINITY, cumulative, exemplars?.[bucket]);
    cumulative -= page[start + 1 + bucket] as number;
  }
  out.double(model.histogram.sum, page[start] as number);
  out.unsigned(model.histogram.count, count);
  out.message(model.metric.histogram, end);
}

function bucketMessage(out: ProtobufWriter, bound: number, cumulative: number, exemplar: Exemplar | undefined): void {
  const end = out.length;
  if (exemplar !== undefined) exemplarMessage(out, model.bucket.exemplar, exemplar);
  out.double(model.bucket.bound, bound);
  out.unsigned(model.bucket.count, cumulative);
  out.message(model.histogram.bucket, end);
}
