import type { CounterName, Metrics, Works } from "@signalbox/contract";
import type { BusinessAlert } from "./business-alerts.ts";

/** When a kind of work is overdue. */
export interface WorkLimit {
  /** Seconds within which the work has to succeed once, at least 60. */
  readonly successWithinSeconds: number;
}

/** What `objectives` may be told about the alerts that are no objective. */
export interface SymptomOptions<M extends Metrics = Metrics, W extends Works = Works> {
  /** Alerts about counters of the business, by the name of the counter. */
  readonly business?: { readonly [K in CounterName<M>]?: BusinessAlert | readonly BusinessAlert[] };
  /** When kinds of work are overdue, by their name. Without an entry nobody is told of work that does not run. */
  readonly work?: { readonly [K in keyof W]?: WorkLimit };
  /** Alerts that this service shall not have, by name, each with the reason. */
  readonly without?: Readonly<Record<string, string>>;
}

/** An alert about one counter of the business. */
export interface CounterAlert {
  readonly counter: string;
  readonly alert: BusinessAlert;
}

/** The settings of the alerts of a service that are no objective, complete. */
export interface SymptomSettings {
  readonly business: readonly CounterAlert[];
  readonly work: readonly (WorkLimit & { readonly work: string })[];
  /** The reasons by the names of alerts. */
  readonly without: Readonly<Record<string, string>>;
}

/** The settings in the order in which the definition lists them. */
export function symptomSettings(options: SymptomOptions): SymptomSettings {
  const alerts = Object.entries(options.business ?? {}) as [string, BusinessAlert | readonly BusinessAlert[]][];
  return {
    business: alerts.flatMap(([counter, one]) =>
      (Array.isArray(one) ? one : [one]).map((alert: BusinessAlert) => ({ counter, alert: { ...alert } })),
    ),
    work: Object.entries(options.work ?? {}).flatMap(([work, limit]) =>
      limit === undefined ? [] : [{ work, successWithinSeconds: limit.successWithinSeconds }],
    ),
    without: { ...options.without },
  };
}
