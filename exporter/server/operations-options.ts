import type { MetricsAuth } from "./bearer-tokens.ts";
import type { MetricsLimits } from "./metrics-limits.ts";
import type { MetricsTls } from "./server-certificates.ts";

/** The ports for operations: metrics and probes. */
export interface OperationsOptions {
  /**
   * Port of the metrics and the probes; 0 lets the system choose. Only a service that is instrumented with `reportsTo` may leave
   * it out: it opens no port for operations, because the process that collects serves them for all.
   */
  readonly metricsPort?: number;
  /** Address to listen on, for every port; by default every address of the machine. */
  readonly host?: string;
  /**
   * Port for the probes alone, without encryption; by default there is none. A kubelet shows no certificate, so that it is needed
   * when `metricsTls` has a `clientCaFile`.
   */
  readonly probesPort?: number;
  /** Asks scrapers for a bearer token; probes need none. By default everyone who reaches the port may scrape. */
  readonly metricsAuth?: MetricsAuth;
  /** Serves the metrics port over TLS; by default without encryption. */
  readonly metricsTls?: MetricsTls;
  /** What clients of the metrics port may cost. */
  readonly metricsLimits?: MetricsLimits;
  /**
   * What happens when another process holds the metrics port. `fail`, the default: nothing starts. `warn`: the application starts
   * without metrics and probes, logs it, and takes the port once it is free.
   */
  readonly onMetricsPortBusy?: "fail" | "warn";
}
