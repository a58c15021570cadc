import { labelText } from "../storage/label-text.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { ForeignFamily } from "./foreign-family.ts";
import type { Format } from "./format.ts";
import { metricUnit } from "./metric-unit.ts";
import { sampleText } from "./number-text.ts";
import { openMetricsRows } from "./openmetrics-rows.ts";

/**
 * OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). The only text format with exemplars. It has no lines
 * `_created`, because Prometheus would store them as series of their own; the protobuf format tells those times.
 */
export const openMetricsFormat: Format = {
  name: "openmetrics",
  contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  tellsEscaping: true,
  rows: openMetricsRows,
  head: (out, { name, help, type }) => headLines(out, name, help, type, metricUnit(name)),
  foreign: foreignLines,
  end: (out) => out.latin1("# EOF\n"),
};

/** A counter's family has the name without `_total`; one that never had it can be no counter here. */
function headLines(
  out: ByteWriter,
  name: string,
  help: string,
  type: ForeignFamily["type"],
  unit: string | undefined,
): void {
  const isCounter = type === "counter" && name.endsWith("_total");
  const family = isCounter ? name.slice(0, -"_total".length) : name;
  const shownType = type === "untyped" || (type === "counter" && !isCounter) ? "unknown" : type;
  if (help !== "") out.utf8(`# HELP ${family} ${escapedHelp(help)}\n`);
  out.utf8(`# TYPE ${family} ${shownType}\n`);
  if (unit !== undefined) out.utf8(`# UNIT ${family} ${unit}\n`);
}

function escapedHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function foreignLines(out: ByteWriter, { name, help, type, samples }: ForeignFamily): void {
  headLines(out, name, help, type, undefined);
  for (const { name: sample, labels, value } of samples) {
    const names = labels.map(([label]) => label);
    const values = labels.map(([, text]) => text);
    out.latin1(`${sample}${names.length === 0 ? "" : `{${labelText(names, values)}}`} ${sampleText(value)}\n`);
  }
}
