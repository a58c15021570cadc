import { givenOptions } from "./given-options.ts";

/** The Prometheus that scrapes the services and evaluates their rules. */
export interface PrometheusProfile {
  readonly kind: "kubePrometheusStack";
  /** Namespace of the stack. */
  readonly namespace: string;
  /** `major.minor` of its Prometheus server. */
  readonly prometheusVersion: string;
  /** How long it keeps samples, in days. */
  readonly retentionDays: number;
  /** What keeps samples for longer and answers the rules, in words, such as `Mimir`; undefined: nothing does. */
  readonly longTermSource: string | undefined;
  /** How often it scrapes, in seconds. */
  readonly scrapeIntervalSeconds: number;
  /** Labels that a ServiceMonitor or PrometheusRule needs to be selected by it. */
  readonly selectedLabels: Readonly<Record<string, string>>;
  /** Who is told that Prometheus itself fails; undefined where no such alerts are written. */
  readonly platformAlerts?: { readonly team: string } | undefined;
}

/** What is asked of an installed kube-prometheus-stack. */
export interface KubePrometheusStackOptions {
  /** Name of its Helm release; the chart selects by the label `release`. */
  readonly release: string;
  readonly namespace: string;
  /** Server version as `major.minor`, a text, 2.0 or later; default `3.15`. */
  readonly prometheusVersion?: string;
  /** Retention in days, 1 to 3650; the chart's own default is 10. */
  readonly retentionDays?: number;
  /**
   * What keeps samples for longer than `retentionDays` and evaluates the rules, or is read by what does: `Mimir`, `Thanos
   * Ruler`. Naming it allows budget windows beyond the retention; default none.
   */
  readonly longTermSource?: string;
  /** Scrape interval in seconds, 1 to 75, at most 60 with time slices; default 30, the operator's own. */
  readonly scrapeIntervalSeconds?: number;
  /** Writes a Watchdog and an alert about rules that fail, for this team; default none, because the stack has its own. */
  readonly platformAlerts?: { readonly team: string };
}

/** An existing kube-prometheus-stack, which selects monitors and rules by `release: <release>`. */
export function kubePrometheusStack(options: KubePrometheusStackOptions): PrometheusProfile {
  // What is left is no option; the door names it.
  const { release, namespace, longTermSource, platformAlerts, ...others } = givenOptions(options);
  const { prometheusVersion = "3.15", retentionDays = 10, scrapeIntervalSeconds = 30, ...unknown } = others;
  return {
    ...unknown,
    kind: "kubePrometheusStack",
    namespace,
    prometheusVersion,
    retentionDays,
    longTermSource,
    scrapeIntervalSeconds,
    selectedLabels: { release },
    ...(platformAlerts === undefined ? {} : { platformAlerts: { ...givenOptions(platformAlerts) } }),
  };
}
