/** The Prometheus that scrapes the services and evaluates their rules. */
export interface PrometheusProfile {
  readonly kind: "kubePrometheusStack";
  /** Namespace of the stack. */
  readonly namespace: string;
  /** `major.minor` of its Prometheus server. */
  readonly prometheusVersion: string;
  /** How long it keeps samples, in days. */
  readonly retentionDays: number;
  /** How often it scrapes, in seconds. */
  readonly scrapeIntervalSeconds: number;
  /** Labels that a ServiceMonitor or PrometheusRule needs to be selected by it. */
  readonly selectedLabels: Readonly<Record<string, string>>;
}

/** What is asked of an installed kube-prometheus-stack. */
export interface KubePrometheusStackOptions {
  /** Name of its Helm release; the chart selects by the label `release`. */
  readonly release: string;
  readonly namespace: string;
  /** Server version as `major.minor`; default `3.15`. */
  readonly prometheusVersion?: string;
  /** Retention in days; the chart's own default is 10. */
  readonly retentionDays?: number;
  /** Scrape interval in seconds; default 30, the operator's own. */
  readonly scrapeIntervalSeconds?: number;
}

/** An existing kube-prometheus-stack, which selects monitors and rules by `release: <release>`. */
export function kubePrometheusStack(options: KubePrometheusStackOptions): PrometheusProfile {
  return {
    kind: "kubePrometheusStack",
    namespace: options.namespace,
    prometheusVersion: options.prometheusVersion ?? "3.15",
    retentionDays: options.retentionDays ?? 10,
    scrapeIntervalSeconds: options.scrapeIntervalSeconds ?? 30,
    selectedLabels: { release: options.release },
  };
}
