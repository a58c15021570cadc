import type { Service } from "@signalbox/contract";
import { type Incident, patienceSeconds, type TrafficBefore, usualSeconds } from "./incident.ts";
import type { SimulatedService } from "./simulated-series.ts";

/** What a simulation takes for granted, as sentences for whoever reads its result. */
export function assumptions({ service, incident, traffic, streams, time }: SimulatedService): readonly string[] {
  const named = streams.slice(0, -1).map(({ method, path }) => `${method} ${path}`);
  const share = percent(streams[0]?.shareRatio ?? 0);
  const historyDays = (time.startMillis - time.historyMillis) / 86_400_000;
  return [
    `One target of the service answers every scrape. It had ${traffic.requestsPerSecond} requests a second${shapes[traffic.shape]} for ${historyDays} days, and none failed or was slow.`,
    ...(named.length === 0
      ? []
      : [
          `${named.join(" and ")} ${named.length === 1 ? "gets" : "get"} ${share} of the requests${named.length === 1 ? "" : " each"}.`,
        ]),
    ...unlistedRoute(service, incident),
    ...(traffic.requestsPerSecond < fewPerSecond
      ? ["Requests come at even distances. With so few of them chance moves an alert by minutes."]
      : ["Requests and failures come at even distances. Near a limit chance lets a real alert end and fire again."]),
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

/** Ten requests a minute; with fewer, five bad ones in a row take a minute and more. */
const fewPerSecond = 10 / 60;

/** Nobody here knows the routes of the router, but a mistyped one would go unnoticed. */
function unlistedRoute({ indicators }: Service, { route }: Incident): readonly string[] {
  const listed = Object.values(indicators).flatMap((one) => (one.kind === "requests" ? (one.routes ?? []) : []));
  const pathOf = (spec: string): string => spec.slice(spec.indexOf(" ") + 1);
  if (route === undefined || listed.some((spec) => spec === route || pathOf(spec) === pathOf(route))) return [];
  const routes = [...new Set(listed)];
  return [
    `${route} is taken for a route of the service, although no indicator lists it${routes.length === 0 ? "" : `; they list ${routes.join(", ")}`}.`,
  ];
}

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
