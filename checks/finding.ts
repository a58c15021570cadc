/** Errors fail a check; warnings fail it with `--strict`; information never does. */
export type Severity = "error" | "warning" | "info";

/** Names of the rules; each has a page `docs/checks/<name>.md`. */
export type RuleName =
  | "alert-unroutable"
  | "alert-without-case"
  | "bucket-not-declared"
  | "burn-pair-unreachable"
  | "case-alert-unknown"
  | "counter-without-rate"
  | "dashboard-uid-duplicate"
  | "expression-invalid"
  | "inhibition-never-matches"
  | "indicator-without-objective"
  | "label-not-declared"
  | "label-value-impossible"
  | "latency-threshold-not-a-bucket"
  | "legend-label-aggregated-away"
  | "link-dead"
  | "low-traffic"
  | "metric-not-declared"
  | "output-path-refused"
  | "panel-without-description-or-unit"
  | "patch-unmatched"
  | "rate-interval"
  | "rate-of-gauge"
  | "receiver-unused"
  | "recorded-not-generated"
  | "recorded-twice"
  | "route-unreachable"
  | "rule-file-invalid"
  | "status-code-indicator"
  | "summary-too-long"
  | "template-label-missing"
  | "too-many-pages";

/** Where something was found. */
export interface Where {
  /** Path of the artefact below the output folder, or of the rule file as the config names it. */
  readonly artefact: string;
  /** The panel, rule or indicator, as it is called there. */
  readonly item: string;
  /** The expression, when it lies in one. */
  readonly expression?: string;
  /** Offsets in the expression in UTF-16 code units; `end` is exclusive. */
  readonly start?: number;
  readonly end?: number;
  /** Line in the artefact, from 1, when only that is known. */
  readonly line?: number;
}

/** One thing that is wrong, or that somebody should know. */
export interface Finding {
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly where: Where;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly fix: string;
}
