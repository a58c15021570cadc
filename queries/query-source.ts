/** One series of an answer at one moment. */
export interface SourceSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One series of an answer over time. */
export interface SourceSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds, ascending. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Whatever answers PromQL: the engine, or the query API of a server. */
export interface QuerySource {
  /** The answer at a moment, in unix seconds. */
  instant(expression: string, timeSeconds: number): Promise<readonly SourceSample[]>;
  /** The answer over a span, in unix seconds. */
  range(
    expression: string,
    startSeconds: number,
    endSeconds: number,
    stepSeconds: number,
  ): Promise<readonly SourceSeries[]>;
}
