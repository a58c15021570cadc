/** A registry of `prom-client` or `@prometheus-io/client`, or anything that speaks like one. */
export interface AddedRegistry {
  /** Its metrics in the text format. Asked only when the two methods below are missing or do not answer as expected. */
  metrics(): Promise<string> | string;
  /** The format of that text. OpenMetrics is read only from registries that have the two methods below. */
  readonly contentType: string;
  /** Its metrics, each with a method `get`, so that one that fails costs no other. */
  getMetricsAsArray?(): readonly object[];
  /** All its metrics as values, with the registry's default labels. */
  getMetricsAsJSON?(): unknown;
}
