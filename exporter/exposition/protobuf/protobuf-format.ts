import type { ByteWriter } from "../byte-writer.ts";
import { foreignMetrics } from "../foreign-metrics.ts";
import type { Format } from "../format.ts";
import { metricUnit } from "../metric-unit.ts";
import { firstExposed } from "../text-format.ts";
import { familyHead } from "./common-messages.ts";
import { foreignMessage } from "./foreign-messages.ts";
import { rowMessage } from "./own-rows.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/** Rows that are written before they are handed on; it bounds the buffer behind. */
const rowsAtOnce = 64;

/**
 * Prometheus's protobuf format: the messages `io.prometheus.client.MetricFamily`, each after its length. The only format with native
 * histograms, which stand beside the classic buckets in one message, and with the times at which counters and histograms began.
 */
export const protobufFormat: Format = {
  name: "protobuf",
  contentType: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  tellsEscaping: true,
  rows: (out, table, first, end) => {
    for (let from = firstExposed(table, first); from < end; from += rowsAtOnce) {
      handOn(out, (message) => {
        for (let row = Math.min(end, from + rowsAtOnce) - 1; row >= from; row--) rowMessage(message, table, row);
      });
    }
  },
  head: (out, head, rowsByteLength) => {
    handOn(out, (message) => familyHead(message, head, metricUnit(head.name), rowsByteLength));
  },
  foreign: (out, family) => {
    handOn(out, (message) => {
      for (const metric of foreignMetrics(family).toReversed()) foreignMessage(message, family.type, metric);
      familyHead(message, family, undefined, message.length);
    });
  },
  end: () => undefined,
};

const shared = new ProtobufWriter();

function handOn(out: ByteWriter, write: (message: ProtobufWriter) => void): void {
  shared.clear();
  write(shared);
  out.append(shared.written());
}
