import { exposedMetrics } from "@signalbox/contract";
import type { ServiceObjectives } from "../../config/index.ts";
import type { AlertScope } from "../alert.ts";
import type { BehaviourCase } from "../cases/behaviour-case.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import type { RecordingRule } from "../rule-file.ts";
import type { Runbook } from "../runbook.ts";

/** An alert about a service itself, not about an objective: its rules, and what to do about it. */
export interface Symptom {
  /** The name of the alert. */
  readonly alert: string;
  /** The rules of the alert, of which there can be several with different labels. */
  readonly alerts: (scope: AlertScope) => readonly PlacedAlert[];
  /** What its expressions read beside scraped series, in order; default nothing. */
  readonly records?: (scope: AlertScope) => readonly RecordingRule[];
  readonly runbook: Runbook;
}

/** The stories of one rule of a symptom; `all` has every place of the service. */
export type SymptomCases = (placed: PlacedAlert, all: AlertScope) => readonly BehaviourCase[];

/** Which services have a symptom. */
export type Applies = (objectives: ServiceObjectives) => boolean;

/** Every service has it. */
export const always: Applies = () => true;

/** A service has it when it exposes all of these metrics. */
export function exposing(...names: readonly string[]): Applies {
  return ({ service }) => {
    const exposed = new Set(exposedMetrics(service).map(({ name }) => name));
    return names.every((name) => exposed.has(name));
  };
}
