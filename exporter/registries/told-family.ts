/** One sample as a registry tells it, nothing checked. */
export interface ToldSample {
  /** Its own name where it has a suffix, as `jobs_seconds_bucket`; by default the family's. */
  readonly metricName?: unknown;
  /** Values by label name. */
  readonly labels?: unknown;
  readonly value?: unknown;
}

/** A family as a registry tells it, nothing checked. */
export interface ToldFamily {
  readonly name: string;
  readonly type: unknown;
  readonly help: unknown;
  readonly values: readonly ToldSample[];
  /** Labels of every sample that does not have them itself. */
  readonly defaultLabels: Readonly<Record<string, unknown>>;
  /** Why nothing of it can be kept, where reading it has shown that; else undefined. */
  readonly fault: string | undefined;
}

/** Something of a registry that could not be read, and why. */
export interface Untold {
  /** The metric; undefined when it is the registry as a whole. */
  readonly metric: string | undefined;
  readonly cause: unknown;
}
