/** A service that is watched. */
interface ServiceState {
  readonly name: string;
  readonly team: string;
  readonly description: string;
}

/** One scraped address. */
export interface TargetState {
  readonly service: string;
  readonly url: string;
  /** Undefined until the first scrape has ended. */
  readonly up: boolean | undefined;
  /** Since when it is up or down, in milliseconds since 1970. */
  readonly sinceMillis: number | undefined;
  readonly scrapedAtMillis: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly samples: number | undefined;
  /** Why the last scrape failed; undefined while the target is up. */
  readonly error: string | undefined;
}

/** One comparison of an alert's expression, with what it saw. */
export interface AlertCondition {
  /** What is compared, in words. */
  readonly title: string;
  /** What is compared, as PromQL. */
  readonly expression: string;
  /** Grafana's id of the unit of both numbers. */
  readonly unit: string;
  readonly operator: string;
  readonly threshold: number;
  readonly value: number;
}

/** An alert that is pending or firing. */
export interface AlertState {
  /** The same for as long as the alert lives. */
  readonly key: string;
  readonly service: string;
  readonly name: string;
  readonly state: "pending" | "firing";
  readonly urgency: "page" | "ticket" | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly activeAtMillis: number;
  readonly firedAtMillis: number | undefined;
  /** Whether its expression holds no longer, so that it only fires on because of `keep_firing_for`. */
  readonly ending: boolean;
  readonly value: number;
  /** The part of the expression that holds: all of its comparisons. Empty where it could not be said. */
  readonly because: readonly AlertCondition[];
  /** Who is told, in words; undefined where nobody is. */
  readonly receiver: string | undefined;
  /** The query that was asked. */
  readonly expression: string;
}

/** A button of the page. */
export interface ControlState {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Whether it is in effect; undefined where it has no lasting effect. */
  readonly active: boolean | undefined;
}

/** Everything that the page shows beside the boards. */
export interface LiveState {
  /** Rounds of scrape and evaluation since the history began. */
  readonly rounds: number;
  /** When the last round began, in milliseconds since 1970. */
  readonly roundAtMillis: number | undefined;
  /** When the history began; no window of a query or rule sees further back. */
  readonly historyFromMillis: number | undefined;
  readonly everySeconds: number;
  readonly environment: { readonly name: string; readonly namespace: string };
  readonly services: readonly ServiceState[];
  readonly targets: readonly TargetState[];
  /** Firing before pending, pages before tickets, then the oldest first. */
  readonly alerts: readonly AlertState[];
  /** How many alert rules are evaluated. */
  readonly alertRules: number;
  readonly controls: readonly ControlState[];
  /** What went wrong with the watching itself, and since when. */
  readonly notices: readonly { readonly message: string; readonly sinceMillis: number }[];
}

/** One series of a panel's query; a single time where the query asks for one moment. */
export interface PanelSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  /** Null where a number cannot be written as JSON, and where there is none. */
  readonly values: readonly (number | null)[];
}

/** What one query of a panel gave. */
export interface QueryAnswer {
  readonly refId: string;
  readonly series: readonly PanelSeries[];
  /** In Prometheus's own words. */
  readonly error: string | undefined;
}

/** What all queries of a board gave. */
export interface BoardData {
  readonly uid: string;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
  /** By the id of the panel. */
  readonly panels: Readonly<Record<string, readonly QueryAnswer[]>>;
}
