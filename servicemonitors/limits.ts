import { exposedMetrics, type Service, sampleLimit, targetLabels } from "@signalbox/contract";

/** What one scrape may return at most; Prometheus drops the whole scrape when one of these is exceeded. */
export interface ScrapeLimits {
  /** Samples of one scrape, after relabelling. */
  readonly sampleLimit: number;
  /** Labels of one series, those of the target and the metric's name among them. */
  readonly labelLimit: number;
  /** Bytes of a label's name. */
  readonly labelNameLengthLimit: number;
  /** Bytes of a label's value. */
  readonly labelValueLengthLimit: number;
  /** Bytes of the uncompressed body, as a Kubernetes quantity. */
  readonly bodySizeLimit: string;
}

/** Labels that a registry or a relabelling may add beyond those of the definition. */
const spareLabels = 20;

/**
 * Longest label value. The limit counts the target's labels too, and a pod's name can have 253 characters
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/); values of ours end at 128 bytes.
 */
const labelValueBytes = 512;

/** Bytes that a sample with long label values takes in the text format. */
const bytesPerSample = 1024;

/**
 * The limits of a service. They are ceilings for a service gone wrong: a definition that uses all that it declares
 * stays below each of them.
 */
export function scrapeLimits(service: Service): ScrapeLimits {
  const samples = sampleLimit(service);
  return {
    sampleLimit: samples,
    labelLimit: mostLabels(service) + spareLabels,
    labelNameLengthLimit: 256,
    labelValueLengthLimit: labelValueBytes,
    bodySizeLimit: `${Math.ceil((samples * bytesPerSample) / 1024 ** 2)}MiB`,
  };
}

/** The labels of the widest series: its own, `le`, the metric's name, and what the Prometheus Operator adds. */
function mostLabels(service: Service): number {
  const own = exposedMetrics(service).map(({ labels }) => Object.keys(labels).length);
  return Math.max(...own) + 2 + targetLabels.length;
}
