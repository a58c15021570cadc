import type { Exemplar } from "../../storage/exemplar-rows.ts";
import * as model from "./client-model.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";

/** Writes a label pair as an element of a field. */
export function labelMessage(out: ProtobufWriter, field: number, name: string, value: string): void {
  const end = out.length;
  out.text(model.labelPair.value, value);
  out.text(model.labelPair.name, name);
  out.message(field, end);
}

/** Writes a time, in seconds since 1970, to the millisecond. */
export function timeMessage(out: ProtobufWriter, field: number, seconds: number): void {
  const end = out.length;
  const milliseconds = Math.max(0, Math.round(seconds * 1000));
  const rest = milliseconds % 1000;
  if (rest > 0) out.unsigned(model.timestamp.nanoseconds, rest * 1_000_000);
  out.unsigned(model.timestamp.seconds, (milliseconds - rest) / 1000);
  out.message(field, end);
}

/** Writes an exemplar. */
export function exemplarMessage(out: ProtobufWriter, field: number, exemplar: Exemplar): void {
  const end = out.length;
  timeMessage(out, model.exemplar.time, exemplar.observedSeconds);
  out.double(model.exemplar.value, exemplar.value);
  for (const [name, value] of [...exemplar.labels].reverse()) labelMessage(out, model.exemplar.label, name, value);
  out.message(field, end);
}

/** Writes what stands before the metrics of a family: its length, with that of the metrics, then name, help and type. */
export function familyHead(
  out: ProtobufWriter,
  family: { readonly name: string; readonly help: string; readonly type: keyof typeof model.metricTypes },
  unit: string | undefined,
  metricsByteLength: number,
): void {
  const end = out.length;
  if (unit !== undefined) out.text(model.metricFamily.unit, unit);
  out.unsigned(model.metricFamily.type, model.metricTypes[family.type]);
  out.text(model.metricFamily.help, family.help);
  out.text(model.metricFamily.name, family.name);
  out.varint(out.length - end + metricsByteLength);
}
