import type { Indicator, Service } from "@signalbox/contract";
import type { Objective } from "../config/index.ts";
import type { Incident, TrafficBefore } from "./incident.ts";
import { requestOutcomes, verdictOn } from "./request-outcomes.ts";
import { judgedStreams, type RequestStream } from "./request-streams.ts";

/** Events per second of one indicator, before they follow the shape of the day. */
export interface EventRates {
  readonly events: number;
  readonly badEvents: number;
}

/** How many events the indicator of an objective sees while all is well, and during the incident. */
export interface IndicatorTraffic {
  readonly name: string;
  readonly objective: Objective;
  readonly usual: EventRates;
  readonly during: EventRates;
}

/** What an incident does to the events of an indicator. */
export function indicatorTraffic(
  service: Service,
  objective: Objective,
  incident: Incident,
  streams: readonly RequestStream[],
  traffic: TrafficBefore,
): IndicatorTraffic {
  const { fault } = incident;
  const name = objective.indicator;
  const indicator = service.indicators[name];
  if (indicator === undefined) throw new Error(`${service.name} has no indicator ${name}`);
  const usual = { events: usualEvents(indicator, streams, traffic), badEvents: 0 };
  if (fault.kind === "badEvents") {
    const badEvents = fault.indicator === name ? usual.events * fault.badRatio : 0;
    return { name, objective, usual, during: { ...usual, badEvents } };
  }
  if (indicator.kind !== "requests") {
    // Work of the business follows requests: where none completes, none is done.
    const stands = fault.kind === "hang" && incident.route === undefined;
    return { name, objective, usual, during: stands ? { events: 0, badEvents: 0 } : usual };
  }
  let events = 0;
  let badEvents = 0;
  for (const stream of judgedStreams(indicator, streams)) {
    for (const outcome of requestOutcomes(stream.isHit ? fault : undefined)) {
      const verdict = verdictOn(outcome, indicator, service);
      const rate = traffic.requestsPerSecond * stream.shareRatio * outcome.partRatio;
      if (verdict !== "out") events += rate;
      if (verdict === "bad") badEvents += rate;
    }
  }
  return { name, objective, usual, during: { events, badEvents } };
}

function usualEvents(indicator: Indicator, streams: readonly RequestStream[], traffic: TrafficBefore): number {
  if (indicator.kind !== "requests") return traffic.requestsPerSecond * traffic.routeShareRatio;
  const shares = judgedStreams(indicator, streams).map(({ shareRatio }) => shareRatio);
  return traffic.requestsPerSecond * shares.reduce((sum, share) => sum + share, 0);
}
