import {
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
  type RequestsIndicator,
  type Service,
} from "@signalbox/contract";
import { bucketBound } from "../../queries/index.ts";
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
  const { metric } = service.http.duration;
  const answered = requestLabels(service.http, indicator);
  if (indicator.fasterThanSeconds !== undefined) {
    const bound = bucketBound(service.http, indicator.fasterThanSeconds);
    return [
      counter(`${metric}_count`, answered, all),
      counter(`${metric}_bucket`, { ...answered, le: String(bound) }, good),
    ];
  }
  const failed = { ...answered, [service.http.labels.status]: badStatus(service.http) };
  return [counter(`${metric}_count`, answered, good), counter(`${metric}_count`, failed, bad)];
}

/** Whether another indicator reads the same events in the traffic of one; otherwise it sees nothing bad in it. */
export function seesTraffic(service: Service, name: string, otherName: string): boolean {
  const own = service.indicators[name];
  const other = service.indicators[otherName];
  if (own?.kind === "ratio" && other?.kind === "ratio") return own.bad === other.bad && own.total === other.total;
  if (own?.kind !== "requests" || other?.kind !== "requests") return false;
  if (service.http.indicatorSource === "events") return name === otherName;
  return own.fasterThanSeconds === other.fasterThanSeconds && readsRequest(other, requestOf(own));
}

const all = (segment: TrafficSegment): number => segment.goodPerMinute + segment.badPerMinute;
const bad = (segment: TrafficSegment): number => segment.badPerMinute;
const good = (segment: TrafficSegment): number => segment.goodPerMinute;

function requestLabels({ labels }: HttpFamily, indicator: RequestsIndicator): Readonly<Record<string, string>> {
  const { method, route } = requestOf(indicator);
  return { [labels.method]: method, [labels.route]: route, [labels.status]: "200" };
}

interface Request {
  readonly method: string;
  readonly route: string;
}

/** A request that an indicator reads. */
function requestOf({ routes }: RequestsIndicator): Request {
  const [first = "GET /"] = routes ?? [];
  const [method = "GET", route = "/"] = first.includes(" ") ? first.split(" ") : ["GET", first];
  return { method, route };
}

function readsRequest({ routes }: RequestsIndicator, { method, route }: Request): boolean {
  return routes === undefined || routes.includes(route) || routes.includes(`${method} ${route}`);
}

function badStatus(family: HttpFamily): string {
  const pattern = new RegExp(`^(?:${family.badStatus})$`);
  const statuses = Array.from({ length: 500 }, (_, index) => String(599 - index));
  return statuses.find((status) => pattern.test(status)) ?? "500";
}
