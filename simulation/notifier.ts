/** An alert and how long it fires, in milliseconds since 1970. */
export interface AlertSpan {
  /** All labels, `alertname` among them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly fromMillis: number;
  /** The first moment without it; absent when it fires to the end. */
  readonly untilMillis?: number;
}

/** A notification that somebody gets. */
export interface Notification {
  readonly atMillis: number;
  /** The receiver in words. */
  readonly receiver: string;
  /** `resolved` when nothing of it fires any more. */
  readonly status: "firing" | "resolved";
  /** The alerts that it says fire. */
  readonly alerts: readonly AlertSpan[];
  /** The alerts that it says are over. */
  readonly over: readonly AlertSpan[];
}

/** An alert of which nobody is told. */
export interface Untold {
  readonly alert: AlertSpan;
  /** A sentence. */
  readonly why: string;
}

/** Who is told what. */
export interface Told {
  /** In the order of time. */
  readonly notifications: readonly Notification[];
  readonly untold: readonly Untold[];
}

/** Decides who is told of the alerts of a span: a routing tree with grouping and inhibition, or less. */
export type Notifier = (alerts: readonly AlertSpan[]) => Told;
