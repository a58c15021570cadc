import { badInWords, type Service } from "@signalbox/contract";
import type { Objective } from "./objective.ts";

/**
 * What is bad for an objective, in words for boards and alerts: that of its indicator, or for time slices
 * `minutes in which more than 5 % of events are requests answered with 5xx`.
 */
export function objectiveBadInWords(service: Service, objective: Objective): string {
  const event = badInWords(service, objective.indicator);
  if (objective.kind === "events") return event;
  return `minutes in which more than ${Number(((1 - objective.goodRatio) * 100).toPrecision(4))} % of events are ${event}`;
}
