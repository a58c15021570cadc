/** One sample of a family that is not in our storage; the name carries suffixes such as `_bucket`. */
export interface ForeignSample {
  readonly name: string;
  /** Labels with their values, in the order in which they are written; `le` and `quantile` among them. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** A family of an added registry, checked: no format can write it so that Prometheus would refuse it. */
export interface ForeignFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary" | "untyped";
  readonly help: string;
  readonly samples: readonly ForeignSample[];
}
