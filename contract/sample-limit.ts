import { maximumSamples } from "./series-limits.ts";
import type { Service } from "./service.ts";

/**
 * Samples allowed to a service whose metrics we do not hold: as many as 1,000 combinations of method, route and status
 * make with prom-client's 11 default buckets, and a few thousand for everything else.
 */
const foreignSampleLimit = 20_000;

/**
 * The samples that one scrape of a service may return, in whole thousands; Prometheus drops the whole scrape beyond it. A
 * definition that uses all that it declares stays below.
 */
export function sampleLimit(service: Service): number {
  const samples = service.http.indicatorSource === "events" ? maximumSamples(service) : foreignSampleLimit;
  return Math.ceil(samples / 1000) * 1000;
}
