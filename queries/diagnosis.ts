import {
  dependencyLabel,
  dependencyMetrics,
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
} from "@signalbox/contract";
import { sumBy } from "./aggregate.ts";
import { requestRate } from "./http.ts";
import { type Matcher, matches, selector } from "./selector.ts";
import { targetUp } from "./targets.ts";

/** Bad events per second of every indicator that the exporter counts, by pod. */
export function badEventsByPod(where: readonly Matcher[], window: string): string {
  return sumBy([indicatorLabel, "pod"], `rate(${selector(indicatorMetrics.badEvents, where)}[${window}])`);
}

/** Answers from 400 to 499 per second, by method, route and status. */
export function clientErrorsByRoute(family: HttpFamily, where: readonly Matcher[], window: string): string {
  const { method, route, status } = family.labels;
  return requestRate(family, [...where, matches(status, "4..")], window, [method, route, status]);
}

/** Calls per second that ended with an error, by dependency, error and status. */
export function callErrors(where: readonly Matcher[], window: string): string {
  const failed = selector(`${dependencyMetrics.duration}_count`, [
    ...where,
    { label: "error_type", operator: "!=", value: "" },
  ]);
  return sumBy([dependencyLabel, "error_type", "http_response_status_code"], `rate(${failed}[${window}])`);
}

/** Calls that wait for their answer, by dependency. */
export function waitingCalls(where: readonly Matcher[]): string {
  return sumBy([dependencyLabel], selector(dependencyMetrics.active, where));
}

/** The targets that do not answer. */
export function silentTargets(where: readonly Matcher[]): string {
  return `${targetUp(where)} == 0`;
}

/** The metrics of a service with the most series. */
export function largestMetrics(where: readonly Matcher[], count: number): string {
  return `topk(${count}, count by (__name__) (${selector("", where)}))`;
}
