/** Something that is wrong with a rule file. */
export interface RuleFileProblem {
  /** Prometheus's own words, without the position. */
  readonly message: string;
  /** The line, from 1, where it is known. */
  readonly line?: number;
  /** The column, from 1, where it is known. */
  readonly column?: number;
  /** The group's name. */
  readonly group?: string;
  /** The rule's place in its group, from 1. */
  readonly rule?: number;
  /** The alert's or the recorded metric's name. */
  readonly ruleName?: string;
}
