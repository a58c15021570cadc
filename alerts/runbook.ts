/** What an alert means and what to do about it; written beside the alert. */
export interface Runbook {
  readonly alert: string;
  readonly meaning: string;
  /** Where to look, in order. */
  readonly look: readonly string[];
  /** What usually helps. */
  readonly act: readonly string[];
  /** When the alert ends by itself. */
  readonly ends: string;
}
