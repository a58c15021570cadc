import type { ServiceObjectives } from "../config/index.ts";
import { type Incident, patienceSeconds, type TrafficBefore, usualSeconds } from "./incident.ts";
import type { RequestStream } from "./request-streams.ts";

/** What a simulation takes for granted, as sentences for whoever reads its result. */
export function assumptions(
  { service, objectives, windowDays }: ServiceObjectives,
  incident: Incident,
  traffic: TrafficBefore,
  streams: readonly RequestStream[],
): readonly string[] {
  const named = streams.slice(0, -1).map(({ method, path }) => `${method} ${path}`);
  const share = percent(streams[0]?.shareRatio ?? 0);
  const historyDays = Math.max(...objectives.map((objective) => objective.windowDays), windowDays);
  return [
    `One target of the service answers every scrape. It had ${traffic.requestsPerSecond} requests a second${shapes[traffic.shape]} for ${historyDays} days, and none failed or was slow.`,
    ...(named.length === 0
      ? []
      : [
          `${named.join(" and ")} ${named.length === 1 ? "gets" : "get"} ${share} of the requests${named.length === 1 ? "" : " each"}.`,
        ]),
    ...faultInWords(incident, service.http.indicatorSource === "events"),
    ...(Object.values(service.indicators).some(({ kind }) => kind === "ratio")
      ? [
          `Indicators of business counters see ${percent(traffic.routeShareRatio)} as many events as there are requests.`,
        ]
      : []),
  ];
}

const shapes: Readonly<Record<TrafficBefore["shape"], string>> = {
  constant: "",
  daily: " on average, a fifth of that at 2 o'clock and nearly double at 14 o'clock,",
};

function faultInWords({ fault, route }: Incident, countsOwnEvents: boolean): readonly string[] {
  const usually = `An answer takes ${usualSeconds} s otherwise.`;
  switch (fault.kind) {
    case "errors":
      return fault.slowSeconds === undefined
        ? ["Failures are answered with 500."]
        : [`Failures are answered with 500. ${usually}`];
    case "slow":
      return [`Clients wait for slow answers. ${usually}`];
    case "hang":
      return [
        `Clients leave after ${patienceSeconds} s without an answer. ${
          countsOwnEvents
            ? "The service counts them: bad for an indicator that allows less, out of the others."
            : "The service never sees such a request end and counts nothing."
        }${route === undefined ? " Business counters stand still." : ""}`,
      ];
    case "badEvents":
      return [`Only ${fault.indicator} sees bad events.`];
  }
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(3))} %`;
}
