import type { HttpFamily } from "./http-family.ts";
import type { RequestsIndicator } from "./indicators.ts";
import type { Service } from "./service.ts";

/**
 * What is bad for an indicator, in words for boards, alerts and runbooks:
 * `requests to POST /orders answered with 5xx or 409, broken off, or without an answer for 5 s`.
 */
export function badInWords(service: Service, name: string): string {
  const indicator = service.indicators[name];
  if (indicator === undefined) throw new Error(`${service.name} has no indicator ${name}`);
  if (indicator.kind === "ratio") return `${indicator.bad} of ${indicator.total}`;
  const requests = indicator.routes === undefined ? "requests" : `requests to ${indicator.routes.join(" or ")}`;
  return indicator.fasterThanSeconds === undefined
    ? `${requests} ${failureInWords(service.http, indicator)}`
    : `${requests} that take longer than ${indicator.fasterThanSeconds} s (failed ones do not count here)`;
}

function failureInWords(family: HttpFamily, { alsoBad, abandonedAfterSeconds }: RequestsIndicator): string {
  if (family.indicatorSource === "statusCodes") {
    return `answered with ${[family.badStatus, ...alsoBad].join(" or ")}`;
  }
  const statuses = ["5xx", ...alsoBad].join(" or ");
  return `answered with ${statuses}, broken off, or without an answer for ${abandonedAfterSeconds} s`;
}
