import { deepFreeze } from "@signalbox/contract";
import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import { type ScrapeLimits, scrapeLimits } from "./limits.ts";

/** How the pods behind a Service are scraped. */
export interface MetricsEndpoint {
  /** Name of a port of the Service, never a number: without a match there is no target, with a wrong number a wrong one. */
  readonly port: string;
  readonly path: string;
  readonly scheme: "http";
  /** A Prometheus duration. */
  readonly interval: string;
  /** A Prometheus duration, shorter than the interval: the operator refuses the monitor otherwise. */
  readonly scrapeTimeout: string;
  /** False, so that a service cannot claim to be another one by a label of its own. */
  readonly honorLabels: false;
}

/** A ServiceMonitor of the Prometheus Operator (monitoring.coreos.com/v1). */
export interface ServiceMonitor {
  readonly apiVersion: "monitoring.coreos.com/v1";
  readonly kind: "ServiceMonitor";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: ScrapeLimits & {
    /** The label of the Service whose value becomes `job`; the selector makes sure that it is the service's name. */
    readonly jobLabel: string;
    readonly namespaceSelector: { readonly matchNames: readonly string[] };
    /** Labels of the Service object, not of its pods. */
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly MetricsEndpoint[];
    /** What Prometheus 3 reads when a Content-Type is missing or unknown; without it such a scrape fails. */
    readonly fallbackScrapeProtocol: "PrometheusText0.0.4";
  };
}

const nameLabel = "app.kubernetes.io/name";

/**
 * The ServiceMonitor of a service in one environment. It selects Services of that namespace with
 * `app.kubernetes.io/name: <service>` and a port named `metrics`. It sets no `targetLimit`, because one pod too many
 * would fail all of them. Frozen; the same for the same input.
 */
export function serviceMonitor(
  objectives: ServiceObjectives,
  config: Config,
  environment: Environment,
): ServiceMonitor {
  const { service } = objectives;
  const { scrapeIntervalSeconds, selectedLabels } = config.prometheus;
  return deepFreeze<ServiceMonitor>({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: {
      name: service.name,
      namespace: environment.namespace,
      labels: { [nameLabel]: service.name, "app.kubernetes.io/managed-by": "signalbox", ...selectedLabels },
    },
    spec: {
      jobLabel: nameLabel,
      namespaceSelector: { matchNames: [environment.namespace] },
      selector: { matchLabels: { [nameLabel]: service.name } },
      endpoints: [
        {
          port: "metrics",
          path: "/metrics",
          scheme: "http",
          interval: duration(scrapeIntervalSeconds),
          scrapeTimeout: duration(timeoutSeconds(scrapeIntervalSeconds)),
          honorLabels: false,
        },
      ],
      fallbackScrapeProtocol: "PrometheusText0.0.4",
      ...scrapeLimits(service),
    },
  });
}

/** Prometheus's own default of 10 s (https://prometheus.io/docs/prometheus/latest/configuration/configuration/), or four fifths of a shorter interval. */
function timeoutSeconds(intervalSeconds: number): number {
  return Math.min(10, intervalSeconds * 0.8);
}

/** A Prometheus duration, which has no fractions: `30s`, `800ms`. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.max(1, Math.floor(seconds * 1000))}ms`;
}
