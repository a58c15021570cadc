/** A node of Alertmanager's routing tree, in the notation of its configuration file. */
export interface AlertmanagerRoute {
  /** Default: the receiver of the node above. */
  readonly receiver?: string;
  /** All must hold: `team="storefront"`. Default: every alert. */
  readonly matchers?: readonly string[];
  /** Labels whose values a notification has in common; `["..."]`: all. Default: those of the node above. */
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  /** Whether the nodes after this one are tried as well. Default false. */
  readonly continue?: boolean;
  /** Names of time intervals in which nothing is sent. Not inherited. */
  readonly mute_time_intervals?: readonly string[];
  /** Names of time intervals outside of which nothing is sent. Not inherited. */
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly AlertmanagerRoute[];
}

/** While a source fires, targets with the same values of the `equal` labels are not told; a missing label is the empty text. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}

/** When a time interval holds: in all of the fields that it has. */
export interface TimeSpan {
  /** `HH:MM`, the end exclusive, `24:00` allowed; never over midnight. */
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  /** `monday:friday` or `saturday`; weeks begin on Sunday. */
  readonly weekdays?: readonly string[];
  /** `1:7`, negative from the end of the month: `-3:-1`. */
  readonly days_of_month?: readonly string[];
  /** `december` or `1:3`. */
  readonly months?: readonly string[];
  /** `2026:2027`. */
  readonly years?: readonly string[];
  /** Time zone by its IANA name; default UTC. */
  readonly location?: string;
}

/** Time spans under a name; the interval holds while one of them does. */
export interface TimeInterval {
  readonly name: string;
  readonly time_intervals: readonly TimeSpan[];
}

/** A receiver of the file: its name, and lists such as `webhook_configs`. */
export interface AlertmanagerReceiver {
  readonly name: string;
  readonly [configs: `${string}_configs`]: readonly Readonly<Record<string, unknown>>[];
}

/** Alertmanager's configuration file as a plain object. */
export interface AlertmanagerFile {
  readonly global?: Readonly<Record<string, unknown>>;
  readonly templates?: readonly string[];
  readonly route: AlertmanagerRoute & { readonly receiver: string };
  readonly inhibit_rules?: readonly InhibitRule[];
  readonly time_intervals?: readonly TimeInterval[];
  readonly receivers: readonly AlertmanagerReceiver[];
}
