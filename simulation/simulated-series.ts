import { indicatorLabel, indicatorMetrics, recordedSeries, type Service } from "@signalbox/contract";
import type { AppendedSeries, Labels } from "@signalbox/engine";
import { type Incident, patienceSeconds, type TrafficBefore, trafficFactor, usualSeconds } from "./incident.ts";
import type { EventRates, IndicatorTraffic } from "./indicator-traffic.ts";
import type { RequestStream } from "./request-streams.ts";
import { minutesBetween, type SimulatedTime } from "./simulated-time.ts";

/** A simulated service, where it runs, and what happens to it. */
export interface SimulatedService {
  readonly service: Service;
  /** The identity labels of the place. */
  readonly identity: Labels;
  readonly incident: Incident;
  readonly traffic: TrafficBefore;
  readonly streams: readonly RequestStream[];
  readonly indicators: readonly IndicatorTraffic[];
  readonly time: SimulatedTime;
}

/** What the rules had recorded before the first evaluation, at one value a minute: events, and no bad ones. */
export function recordedHistory({ identity, indicators, traffic, time }: SimulatedService): readonly AppendedSeries[] {
  const timesMillis = minutesBetween(time.historyMillis, time.startMillis - 60_000);
  return indicators.flatMap(({ name, objective, usual }) => {
    const series = (metric: string, value: (millis: number) => number): AppendedSeries => ({
      labels: { __name__: metric, ...identity, [indicatorLabel]: name },
      timesMillis,
      values: timesMillis.map(value),
    });
    const none = (): number => 0;
    return objective.kind === "timeSlice"
      ? [
          series(recordedSeries.badMinute, none),
          series(recordedSeries.events, () => 1 / 60),
          series(recordedSeries.badEvents, none),
        ]
      : [
          series(recordedSeries.events, (millis) => usual.events * trafficFactor(traffic.shape, millis)),
          series(recordedSeries.badEvents, none),
        ];
  });
}

/** What a target of the service exposes of its indicators, with `up` and the requests in flight. */
export function indicatorSeries(simulated: SimulatedService): readonly AppendedSeries[] {
  const { service, indicators } = simulated;
  return [
    ...indicators.flatMap((indicator) => countersOf(indicator, simulated)),
    gauge("up", simulated, () => 1),
    ...(service.http.activeRequests === undefined
      ? []
      : [gauge(service.http.activeRequests, simulated, (millis) => requestsInFlight(simulated, millis))]),
  ];
}

/** A counter that grows with the rate per second of each minute, from 0 at the first scrape. */
export function counter(
  metric: string,
  labels: Labels,
  simulated: SimulatedService,
  ratePerSecond: (millis: number) => number,
): AppendedSeries {
  const timesMillis = minutesBetween(simulated.time.scrapesMillis, simulated.time.endMillis);
  let total = 0;
  const values = timesMillis.map((millis, index) => {
    // What a scrape sees happened in the minute before it.
    if (index > 0) total += ratePerSecond(millis - 60_000) * 60;
    return total;
  });
  return { labels: { __name__: metric, ...targetOf(simulated), ...labels }, timesMillis, values };
}

/** Whether the incident lasts at a moment. */
export function isDuring({ time }: SimulatedService, millis: number): boolean {
  return millis >= time.incidentMillis && millis < time.recoveryMillis;
}

/**
 * The part of a minute's events that is told in it: who hangs is told only when the client has left, so the first minute
 * of a hang lacks the patience of the clients.
 */
export function toldRatio({ incident, time }: SimulatedService, millis: number): number {
  const hangs = incident.fault.kind === "hang" && incident.route === undefined;
  const begins = hangs && millis === time.incidentMillis;
  return begins ? 1 - patienceSeconds / 60 : 1;
}

function countersOf({ name, usual, during }: IndicatorTraffic, simulated: SimulatedService): readonly AppendedSeries[] {
  const { service, traffic } = simulated;
  const indicator = service.indicators[name];
  const rate =
    (of: keyof EventRates) =>
    (millis: number): number =>
      (isDuring(simulated, millis) ? during : usual)[of] *
      trafficFactor(traffic.shape, millis) *
      toldRatio(simulated, millis);
  if (indicator?.kind === "ratio") {
    return [
      counter(indicator.total, {}, simulated, rate("events")),
      counter(indicator.bad, {}, simulated, rate("badEvents")),
    ];
  }
  if (service.http.indicatorSource !== "events") return [];
  const sli = { [indicatorLabel]: name };
  return [
    counter(indicatorMetrics.events, sli, simulated, rate("events")),
    counter(indicatorMetrics.badEvents, sli, simulated, rate("badEvents")),
  ];
}

function gauge(metric: string, simulated: SimulatedService, value: (millis: number) => number): AppendedSeries {
  const timesMillis = minutesBetween(simulated.time.scrapesMillis, simulated.time.endMillis);
  return { labels: { __name__: metric, ...targetOf(simulated) }, timesMillis, values: timesMillis.map(value) };
}

function targetOf({ identity }: SimulatedService): Labels {
  return { ...identity, instance: "10.0.0.1:9464" };
}

function requestsInFlight(simulated: SimulatedService, millis: number): number {
  const { incident, traffic, streams } = simulated;
  const { fault } = incident;
  const perSecond = traffic.requestsPerSecond * trafficFactor(traffic.shape, millis);
  const slowSeconds = fault.kind === "hang" ? patienceSeconds : "slowSeconds" in fault ? fault.slowSeconds : undefined;
  const hitRatio = streams.filter(({ isHit }) => isHit).reduce((sum, { shareRatio }) => sum + shareRatio, 0);
  const seconds =
    isDuring(simulated, millis) && slowSeconds !== undefined
      ? hitRatio * slowSeconds + (1 - hitRatio) * usualSeconds
      : usualSeconds;
  return Math.round(perSecond * seconds);
}
