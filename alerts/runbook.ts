/** A query that helps to confirm an alert; checked like every other. */
export interface RunbookQuestion {
  /** What it answers, as a heading; questions with the same heading follow each other and are shown together. */
  readonly title: string;
  /** What tells it from others with the same heading. */
  readonly note?: string;
  readonly expression: string;
}

/** What an alert means and what to do about it; written beside the alert. */
export interface Runbook {
  readonly alert: string;
  /** What is wrong, and what users notice of it. */
  readonly meaning: string;
  /** Where to look, in order. */
  readonly look: readonly string[];
  /** What it usually is, the most frequent first. */
  readonly causes?: readonly string[];
  /** What usually helps. */
  readonly act: readonly string[];
  /** When the alert ends by itself. */
  readonly ends: string;
}
