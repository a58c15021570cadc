export type { ScrapeLimits } from "./limits.ts";
export { type MetricsEndpoint, type ServiceMonitor, serviceMonitor } from "./service-monitor.ts";
