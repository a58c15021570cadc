/** A rule that records the result of an expression as a series. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A rule that alerts for every series of its expression. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold before the alert fires; Prometheus notation. */
  readonly for?: string;
  /** How long the alert goes on firing after the expression stopped holding; Prometheus 2.42 and newer. */
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** One rule of a group. */
export type Rule = RecordingRule | AlertingRule;

/** Rules that are evaluated in order, at one interval. */
export interface RuleGroup {
  readonly name: string;
  /** Prometheus notation, always explicit, so that a server's default cannot change what the rules mean. */
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/** A Prometheus rule file as a plain object. */
export interface RuleFile {
  readonly groups: readonly RuleGroup[];
}

/** Whether a rule is an alert. */
export function isAlert(rule: Rule): rule is AlertingRule {
  return "alert" in rule;
}
