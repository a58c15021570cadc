import type { AppendedSeries } from "@signalbox/engine";
import { trafficFactor } from "./incident.ts";
import { requestOutcomes } from "./request-outcomes.ts";
import type { RequestStream } from "./request-streams.ts";
import { counter, isDuring, type SimulatedService, toldRatio } from "./simulated-series.ts";

const statuses = [200, 500, undefined] as const;

/**
 * The HTTP metrics of the simulated requests: the histogram's count and buckets, by route and status, and the counter of
 * requests where the family has one. Requests whose client left are counted only by a service with our exporter.
 * @param isRead whether a metric is read by some rule; the others are left out
 */
export function requestSeries(
  simulated: SimulatedService,
  isRead: (metric: string) => boolean,
): readonly AppendedSeries[] {
  const { http } = simulated.service;
  const { metric, unit, bounds } = http.duration;
  const perSecond = unit === "milliseconds" ? 1000 : 1;
  const told = http.indicatorSource === "events" ? statuses : statuses.filter((status) => status !== undefined);
  return simulated.streams.flatMap((stream) => {
    const route = { [http.labels.method]: stream.method, [http.labels.route]: stream.path };
    const statusLabel = (status: number | undefined) => ({ [http.labels.status]: String(status ?? "") });
    const rate = (statusesOf: readonly (number | undefined)[], atMostSeconds: number) => (millis: number) =>
      ratePerSecond(simulated, stream, statusesOf, atMostSeconds, millis);
    const histogramOf = (labels: Readonly<Record<string, string>>, of: readonly (number | undefined)[]) => [
      ...(isRead(`${metric}_count`) ? [counter(`${metric}_count`, labels, simulated, rate(of, Infinity))] : []),
      ...(isRead(`${metric}_bucket`)
        ? [...bounds, Infinity].map((bound) =>
            counter(`${metric}_bucket`, { ...labels, le: boundText(bound) }, simulated, rate(of, bound / perSecond)),
          )
        : []),
    ];
    const { requestCounter } = http;
    if (requestCounter === undefined) {
      return told.flatMap((status) => histogramOf({ ...route, ...statusLabel(status) }, [status]));
    }
    return [
      ...histogramOf(route, told),
      ...(isRead(requestCounter)
        ? told.map((status) =>
            counter(requestCounter, { ...route, ...statusLabel(status) }, simulated, rate([status], Infinity)),
          )
        : []),
    ];
  });
}

function ratePerSecond(
  simulated: SimulatedService,
  stream: RequestStream,
  statusesOf: readonly (number | undefined)[],
  atMostSeconds: number,
  millis: number,
): number {
  const { incident, traffic } = simulated;
  const isHit = stream.isHit && isDuring(simulated, millis);
  const part = requestOutcomes(isHit ? incident.fault : undefined)
    .filter(({ status, durationSeconds }) => statusesOf.includes(status) && durationSeconds <= atMostSeconds)
    .reduce((sum, { partRatio }) => sum + partRatio, 0);
  const told = isHit ? toldRatio(simulated, millis) : 1;
  return traffic.requestsPerSecond * stream.shareRatio * part * trafficFactor(traffic.shape, millis) * told;
}

/** `le` as Prometheus 3 stores it. */
function boundText(bound: number): string {
  if (bound === Infinity) return "+Inf";
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}
