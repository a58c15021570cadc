/** Something that is wrong with an exposition. */
export interface ExpositionProblem {
  /**
   * `content-type` and `syntax` make a scrape fail as a whole; of a `duplicate` Prometheus drops the later sample;
   * `lint` is a convention of `promtool check metrics`.
   */
  readonly kind: "content-type" | "syntax" | "duplicate" | "lint";
  /** Prometheus's own words. */
  readonly message: string;
  /** The line, from 1, where it is known. */
  readonly line?: number;
  /** The metric's name, where it is known. */
  readonly metric?: string;
  /** The series that is exposed twice, in PromQL's notation. */
  readonly series?: string;
}
