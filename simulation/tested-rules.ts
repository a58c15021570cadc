/** A rule of any file as far as cases and mutations read it; other fields stay as they are. */
export interface TestedRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  /** Prometheus notation. */
  readonly for?: string;
  /** Prometheus notation. */
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A rule file as far as cases and mutations read it. */
export interface TestedRuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly TestedRule[] }[];
}
