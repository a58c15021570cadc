import { givenOptions } from "../given-options.ts";
import type { Receiver } from "../receivers.ts";
import type { AlertmanagerFile, AlertmanagerRoute, InhibitRule, TimeInterval } from "./alertmanager-file.ts";

/** When tickets are sent; outside of it they wait. */
export interface OfficeHours {
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, exclusive, later than `from`; `24:00` is the end of the day. */
  readonly until: string;
  /** As Alertmanager writes them: `monday:friday`. */
  readonly weekdays: readonly string[];
  /** Time zone by its IANA name. The operator's AlertmanagerConfig knows only UTC. */
  readonly location: string;
}

/** What should become of an alert: a test that `signalbox test` runs, with no Alertmanager. */
export interface RouteTest {
  /** Labels of the alert, `alertname` included. */
  readonly alert: Readonly<Record<string, string>>;
  /** Labels of other alerts that fire at the same time, for inhibition. Default none. */
  readonly whileFiring?: readonly Readonly<Record<string, string>>[];
  /** A moment with its zone, `2026-11-21T03:00:00+01:00`, for office hours. Default: any time is right. */
  readonly at?: string;
  /** Names of the receivers that are told, in order; empty when nobody is. */
  readonly reaches: readonly string[];
}

/** Which alerts the operator lets an AlertmanagerConfig route: `alertmanagerConfigMatcherStrategy` of its Alertmanager. */
export type MatcherStrategy = "OnNamespace" | "OnNamespaceExceptForAlertmanagerNamespace" | "None";

/** Only the labels `team` and `severity`; whoever runs Alertmanager routes by them. */
export interface LabelsOnlyRouting {
  readonly mode: "labelsOnly";
  readonly tests?: readonly RouteTest[];
}

/** An AlertmanagerConfig for each service and environment, which the Prometheus Operator merges into its Alertmanager. */
export interface AlertmanagerConfigRouting {
  readonly mode: "alertmanagerConfig";
  /** Default `OnNamespace`, the operator's own. */
  readonly matcherStrategy?: MatcherStrategy;
  readonly officeHours?: OfficeHours;
  /** Told every minute while Prometheus and Alertmanager work; alarms when that stops. Not with `OnNamespace`. */
  readonly deadMansSwitch?: Receiver;
  /** The configuration below which the operator puts ours, so that tests and checks see what it does to our alerts. */
  readonly platform?: AlertmanagerFile;
  readonly tests?: readonly RouteTest[];
}

/** A whole configuration file for an Alertmanager of one's own. */
export interface AlertmanagerRouting {
  readonly tests?: readonly RouteTest[];
  readonly mode: "alertmanager";
  readonly officeHours?: OfficeHours;
  /** Told every minute while Prometheus and Alertmanager work; alarms when that stops. */
  readonly deadMansSwitch?: Receiver;
  /** Is told of alerts that no team owns. Default nobody. */
  readonly otherwise?: Receiver;
  /** Routes of one's own, tried before those of the teams. */
  readonly routes?: readonly AlertmanagerRoute[];
  /** Receivers that only {@link AlertmanagerRouting.routes} use, by name. */
  readonly receivers?: Readonly<Record<string, Receiver>>;
  readonly inhibitRules?: readonly InhibitRule[];
  readonly timeIntervals?: readonly TimeInterval[];
  /** `global` of the file, unchanged. */
  readonly global?: Readonly<Record<string, unknown>>;
  /** `templates` of the file, unchanged. */
  readonly templates?: readonly string[];
  /** Where the Secrets are mounted, as `<folder>/<secret>/<key>`; default the operator's `/etc/alertmanager/secrets`. */
  readonly secretsFolder?: string;
}

/** How alerts reach people. */
export type Routing = LabelsOnlyRouting | AlertmanagerConfigRouting | AlertmanagerRouting;

/**
 * When tickets are sent.
 * @param options default Monday to Friday, 09:00 to 17:00; the time zone has no default, because nobody would notice a wrong one
 */
export function officeHours(options: Partial<OfficeHours> & { readonly location: string }): OfficeHours {
  return { from: "09:00", until: "17:00", weekdays: ["monday:friday"], ...givenOptions(options) };
}

/** Names of the receivers that every configuration has beside `<team>-page` and `<team>-ticket`. */
export const receiverNames = {
  page: (team: string): string => `${team}-page`,
  ticket: (team: string): string => `${team}-ticket`,
  deadMansSwitch: "dead-mans-switch",
  otherwise: "otherwise",
  nobody: "nobody",
} as const;

/** Name of the time interval of {@link OfficeHours}. */
export const officeHoursName = "office-hours";
