import type { Engine, Exposition, NativeHistogram } from "@signalbox/engine";
import type { Signals } from "@signalbox/exporter";

/** Headers `Accept` that get each of the formats. */
export const accepts = {
  text: "text/plain;version=0.0.4",
  openMetrics: "application/openmetrics-text;version=1.0.0",
  protobuf: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
} as const;

/** A scrape in a format. */
export async function scraped(
  signals: Pick<Signals, "scrape">,
  format: keyof typeof accepts,
): Promise<{ readonly bytes: Buffer; readonly contentType: string }> {
  const { chunks, contentType } = await signals.scrape({ accept: accepts[format] });
  return { bytes: Buffer.concat(chunks), contentType };
}

/** A scrape in a format, as Prometheus's own parser reads it. */
export async function readScrape(
  engine: Engine,
  signals: Pick<Signals, "scrape">,
  format: keyof typeof accepts,
): Promise<Exposition> {
  const { bytes, contentType } = await scraped(signals, format);
  return engine.readExposition(bytes, contentType);
}

/** The native histograms of a metric in an exposition, by the value of one label. */
export function nativeHistograms(
  { samples }: Exposition,
  name: string,
  label: string,
): ReadonlyMap<string, NativeHistogram> {
  const found = new Map<string, NativeHistogram>();
  for (const { labels, histogram } of samples) {
    if (labels["__name__"] === name && histogram !== undefined) found.set(labels[label] ?? "", histogram);
  }
  return found;
}
