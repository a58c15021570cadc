import type { Objective } from "../../config/index.ts";
import type { AlertScope } from "../alert.ts";
import { seesTraffic } from "./traffic.ts";

/** Whether bad events have a counter of their own: the service's own count of an indicator, or the two counters of a ratio. */
function hasCounterOfBad({ indicator }: Objective, { objectives: { service } }: AlertScope): boolean {
  return service.indicators[indicator]?.kind === "ratio" || service.http.indicatorSource === "events";
}

/**
 * Objectives that one story can be told of at once, because none sees the traffic of another: all that have counters of their own,
 * and each of the rest alone. Those that count minutes, or whose events others read too, are left out.
 */
export function toldTogether(scope: AlertScope): readonly (readonly [Objective, ...Objective[]])[] {
  const { service, objectives } = scope.objectives;
  const independent = objectives.filter(
    ({ kind, indicator }) =>
      kind === "events" &&
      objectives.every((other) => other.indicator === indicator || !seesTraffic(service, indicator, other.indicator)),
  );
  const [first, ...more] = independent.filter((objective) => hasCounterOfBad(objective, scope));
  const alone = independent.filter((objective) => !hasCounterOfBad(objective, scope));
  return [
    ...(first === undefined ? [] : [[first, ...more] as const]),
    ...alone.map((objective) => [objective] as const),
  ];
}

/** The groups of {@link toldTogether}, and each objective whose events others read too alone: for stories that look at nothing of those others. */
export function toldApart(scope: AlertScope): readonly (readonly [Objective, ...Objective[]])[] {
  const together = toldTogether(scope);
  const rest = scope.objectives.objectives.filter(
    (objective) => objective.kind === "events" && !together.some((group) => group.includes(objective)),
  );
  return [...together, ...rest.map((objective) => [objective] as const)];
}
