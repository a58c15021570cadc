/**
 * Bytes of a metric's or a label's name. A generated ServiceMonitor refuses the whole scrape beyond 256 bytes of a label's
 * name and 512 of a metric's.
 */
export const nameBytes = 256;

/** Labels of one sample; a generated ServiceMonitor leaves 20 beyond those of the definition, for the whole scrape. */
export const sampleLabels = 20;

/** Characters of a help text that are kept. */
export const helpCharacters = 1000;

/** Names that Prometheus itself writes for each target (https://prometheus.io/docs/concepts/jobs_instances/). */
export const namesOfPrometheus: ReadonlySet<string> = new Set([
  "up",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
  "scrape_timeout_seconds",
  "scrape_sample_limit",
  "scrape_body_size_bytes",
]);
