import {
  dependencyLabel,
  dependencyMetrics,
  type HttpFamily,
  indicatorLabel,
  indicatorMetrics,
  type RequestsIndicator,
  type Service,
} from "@signalbox/contract";
import { sumBy } from "./aggregate.ts";
import { matchedRoutes } from "./http.ts";
import { bucketBound, bucketMatcher } from "./indicator-events.ts";
import { differs, equals, type Matcher, matches, selector } from "./selector.ts";

/** A question for the one thing that has the largest share of something bad. Its answer is one series, 0 to 1, or none. */
export interface WorstShare {
  readonly expression: string;
  /** Labels of the answer that name what was found, in the order in which they are read. */
  readonly labels: readonly string[];
}

/** The pods of a ReplicaSet are called after it and after five further characters. */
const podOfReplicaSet = "(.+-[a-z0-9]{6,10})-[a-z0-9]{5}";
const replicaSetLabel = "replicaset";

/**
 * The route with the largest share of an indicator's bad requests. A latency indicator is answered at the bucket bound that is
 * nearest to its threshold. Undefined for indicators that count no requests, and where the buckets are not stored one by one.
 */
export function worstRoute(
  service: Service,
  name: string,
  where: readonly Matcher[],
  window: string,
): WorstShare | undefined {
  const { http } = service;
  const labels = [http.labels.method, http.labels.route];
  const bad = badRequests(service, name, [...where, matchedRoutes(http)], window);
  return bad === undefined ? undefined : { expression: largestShare(bad, labels), labels };
}

/** The pod with the largest share of an indicator's bad events; none where targets have no label `pod`. */
export function worstPod(
  service: Service,
  name: string,
  where: readonly Matcher[],
  window: string,
): WorstShare | undefined {
  const bad = badEvents(service, name, [...where, differs("pod", "")], window);
  return bad === undefined ? undefined : { expression: largestShare(bad, ["pod"]), labels: ["pod"] };
}

/**
 * The ReplicaSet with the largest share of an indicator's bad events, while pods of more than one run: during a rollout it
 * tells the old version from the new. None otherwise, and none for pods that belong to no ReplicaSet.
 */
export function worstReplicaSet(
  service: Service,
  name: string,
  where: readonly Matcher[],
  window: string,
): WorstShare | undefined {
  const ofReplicaSets = [...where, matches("pod", podOfReplicaSet)];
  const bad = badEvents(service, name, ofReplicaSets, window);
  if (bad === undefined) return undefined;
  const named = (vector: string): string =>
    `label_replace(${vector}, "${replicaSetLabel}", "$1", "pod", "${podOfReplicaSet}")`;
  const byReplicaSet: SumOfBad = { by: () => sumBy([replicaSetLabel], named(bad.by(["pod"]))), all: bad.all };
  const several = `count(count by (${replicaSetLabel}) (${named(selector("up", ofReplicaSets))})) > 1`;
  return {
    expression: `${largestShare(byReplicaSet, [replicaSetLabel])} and on () (${several})`,
    labels: [replicaSetLabel],
  };
}

/** The dependency with the largest share of the failed calls. */
export function worstDependency(where: readonly Matcher[], window: string): WorstShare {
  const failed = rate(dependencyMetrics.failedCalls, where, window);
  const sum: SumOfBad = { by: (labels) => sumBy(labels, failed), all: `sum(${failed})` };
  return { expression: largestShare(sum, [dependencyLabel]), labels: [dependencyLabel] };
}

/** Something bad per second, by labels and in all. */
interface SumOfBad {
  readonly by: (labels: readonly string[]) => string;
  readonly all: string;
}

function largestShare({ by, all }: SumOfBad, labels: readonly string[]): string {
  return `topk(1, (${by(labels)} > 0) / scalar(${all}))`;
}

function badEvents(service: Service, name: string, where: readonly Matcher[], window: string): SumOfBad | undefined {
  const indicator = service.indicators[name];
  if (indicator === undefined) return undefined;
  const summed = (vector: string): SumOfBad => ({ by: (labels) => sumBy(labels, vector), all: `sum(${vector})` });
  if (indicator.kind === "ratio") return summed(rate(indicator.bad, where, window));
  if (service.http.indicatorSource === "events") {
    return summed(rate(indicatorMetrics.badEvents, [...where, equals(indicatorLabel, name)], window));
  }
  return badRequests(service, name, where, window);
}

function badRequests(
  { http, indicators }: Service,
  name: string,
  where: readonly Matcher[],
  window: string,
): SumOfBad | undefined {
  const indicator = indicators[name];
  if (indicator?.kind !== "requests" || http.duration.bounds.length === 0) return undefined;
  const within = (metric: string, also: readonly Matcher[]): string =>
    routesOf(http, indicator)
      .map((route) => rate(metric, [...where, ...route, ...also], window))
      .join(" or ");
  const buckets = `${http.duration.metric}_bucket`;
  const all = equals("le", "+Inf");
  const { fasterThanSeconds } = indicator;
  if (fasterThanSeconds !== undefined) {
    const fast = bucketMatcher(nearestBound(http, fasterThanSeconds));
    const slow = (sum: (vector: string) => string): string =>
      `(${sum(within(buckets, [all]))} - ${sum(within(buckets, [fast]))})`;
    return { by: (labels) => slow((vector) => sumBy(labels, vector)), all: slow((vector) => `sum(${vector})`) };
  }
  const status = matches(http.labels.status, [http.badStatus, ...indicator.alsoBad.map(String)].join("|"));
  const failed =
    http.requestCounter === undefined ? within(buckets, [status, all]) : within(http.requestCounter, [status]);
  return { by: (labels) => sumBy(labels, failed), all: `sum(${failed})` };
}

/** The bucket bound of a family that is nearest to a threshold by ratio, in the unit of its buckets. */
export function nearestBound(family: HttpFamily, thresholdSeconds: number): number {
  const threshold = bucketBound(family, thresholdSeconds);
  const distance = (bound: number): number => Math.abs(Math.log(bound / threshold));
  return family.duration.bounds.reduce((nearest, bound) => (distance(bound) < distance(nearest) ? bound : nearest));
}

function routesOf({ labels }: HttpFamily, { routes }: RequestsIndicator): readonly (readonly Matcher[])[] {
  if (routes === undefined) return [[]];
  return routes.map((text) => {
    const [method, path] = text.includes(" ") ? text.split(" ") : [undefined, text];
    const route = equals(labels.route, path ?? text);
    return method === undefined ? [route] : [equals(labels.method, method), route];
  });
}

function rate(metric: string, where: readonly Matcher[], window: string): string {
  return `rate(${selector(metric, where)}[${window}])`;
}
