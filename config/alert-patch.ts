import type { alertNames } from "@signalbox/contract";
import { givenOptions } from "./given-options.ts";

/** The name of an alert that Signalbox writes. */
export type GeneratedAlertName = (typeof alertNames)[keyof typeof alertNames];

/** Which of the generated alerts a patch is for. */
export interface AlertSelection {
  readonly alert: GeneratedAlertName;
  /** The service whose alerts are meant; default: every service, and the alerts about Prometheus itself. */
  readonly service?: string;
  /** Labels that the rule sets, such as `{ sli: "availability", severity: "critical" }`; default: whatever it sets. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What alerts get in addition, or in the place of what they have. Plain texts, without templates. */
export interface AlertTexts {
  /** Labels of one's own; those that Signalbox sets or that come from the series stay. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of one's own, or `summary`, `description`, `runbook_url`, `dashboard_url` and `panel_url` in other words. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Labels and annotations for some of the generated alerts. */
export interface AlertPatch extends AlertTexts {
  readonly selected: AlertSelection;
}

/**
 * Adds labels and annotations to generated alerts, or replaces them. Of two patches that say the same of one alert the later one
 * holds. `signalbox check` reports a patch that is for no alert.
 */
export function patchAlerts(selected: AlertSelection, texts: AlertTexts): AlertPatch {
  return { ...givenOptions(texts), selected };
}
