import {
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
  type RequestsIndicator,
  type Service,
} from "@signalbox/contract";
import type { InputSeries } from "./behaviour-case.ts";

/** A stretch of events of one indicator. */
export interface TrafficSegment {
  readonly minutes: number;
  readonly goodPerMinute: number;
  readonly badPerMinute: number;
}

/** The series that a service exposes when its indicator sees this traffic, in the metrics that its rules read. */
export function trafficSeries(
  service: Service,
  name: string,
  target: Readonly<Record<string, string>>,
  traffic: readonly TrafficSegment[],
): readonly InputSeries[] {
  const indicator = service.indicators[name];
  if (indicator === undefined) throw new Error(`${service.name} has no indicator ${name}`);
  const counter = (
    metric: string,
    labels: Readonly<Record<string, string>>,
    perMinute: (segment: TrafficSegment) => number,
  ): InputSeries => ({
    metric,
    labels: { ...target, ...labels },
    kind: "counter",
    segments: traffic.map((segment) => ({ minutes: segment.minutes, perMinute: perMinute(segment) })),
  });
  if (indicator.kind === "ratio") return [counter(indicator.total, {}, all), counter(indicator.bad, {}, bad)];
  if (service.http.indicatorSource === "events") {
    const sli = { [indicatorLabel]: name };
    return [counter(indicatorMetrics.events, sli, all), counter(indicatorMetrics.badEvents, sli, bad)];
  }
  const { metric, unit } = service.http.duration;
  const answered = requestLabels(service.http, indicator);
  if (indicator.fasterThanSeconds !== undefined) {
    const bound = unit === "milliseconds" ? indicator.fasterThanSeconds * 1000 : indicator.fasterThanSeconds;
    return [
      counter(`${metric}_count`, answered, all),
      counter(`${metric}_bucket`, { ...answered, le: String(bound) }, good),
    ];
  }
  const failed = { ...answered, [service.http.labels.status]: badStatus(service.http) };
  return [counter(`${metric}_count`, answered, good), counter(`${metric}_count`, failed, bad)];
}

const all = (segment: TrafficSegment): number => segment.goodPerMinute + segment.badPerMinute;
const bad = (segment: TrafficSegment): number => segment.badPerMinute;
const good = (segment: TrafficSegment): number => segment.goodPerMinute;

function requestLabels({ labels }: HttpFamily, indicator: RequestsIndicator): Readonly<Record<string, string>> {
  const [first = "GET /"] = indicator.routes ?? [];
  const [method = "GET", route = "/"] = first.includes(" ") ? first.split(" ") : ["GET", first];
  return { [labels.method]: method, [labels.route]: route, [labels.status]: "200" };
}

function badStatus(family: HttpFamily): string {
  const pattern = new RegExp(`^(?:${family.badStatus})$`);
  const statuses = Array.from({ length: 500 }, (_, index) => String(599 - index));
  return statuses.find((status) => pattern.test(status)) ?? "500";
}
