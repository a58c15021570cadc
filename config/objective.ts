import type { Tier, TierWithTarget } from "./tiers.ts";

/** What every objective may say, whatever it counts. */
interface AlertingOptions {
  /** Whether a fast burn of the budget wakes somebody; default the tier's, else false, which makes tickets only. */
  readonly page?: boolean;
  /** Window of the error budget, 7 to 90 days; default the tier's, else the service's. */
  readonly windowDays?: number;
  /** How many bad events the long window of an alert must hold at least, 1 to 1000; default the tier's, else 5. */
  readonly minimumBadEvents?: number;
  /** Requests in the hour of least traffic. `check` says what that means for the objective; by default it says nothing. */
  readonly expectedRequestsPerHour?: number;
}

/** Where the target comes from. */
type TargetOptions =
  | {
      /** Share of good events, between 0 and 1: `0.999`. */
      readonly targetRatio: number;
      readonly tier?: Tier;
    }
  | {
      /** What the objective has in common with others; its own fields win. */
      readonly tier: TierWithTarget;
      readonly targetRatio?: number;
    };

/** What an objective counts. */
type CountedOptions =
  | {
      /** `events`, the default: every event counts. */
      readonly kind?: "events";
    }
  | {
      /** `timeSlice`: minutes count. A minute is bad when more than `1 - goodRatio` of its events are. */
      readonly kind: "timeSlice";
      /** The share of good events from which on a minute is good, between 0 and 1: `0.95`. */
      readonly goodRatio: number;
    };

/** How good one indicator has to be. */
export type ObjectiveOptions = AlertingOptions & TargetOptions & CountedOptions;

/** What an objective counts: events, or minutes that were good or bad. */
export type Counted =
  | { readonly kind: "events" }
  | {
      readonly kind: "timeSlice";
      /** The share of good events from which on a minute is good, between 0 and 1. */
      readonly goodRatio: number;
    };

/** One objective of a service, with everything that its tier left to it. */
export type Objective = {
  readonly indicator: string;
  /** Share of good events, or of good minutes, between 0 and 1. */
  readonly targetRatio: number;
  readonly page: boolean;
  /** The window of its error budget in days. */
  readonly windowDays: number;
  /** Fewer bad events, or minutes, than this in the long window of an alert tell nobody. */
  readonly minimumBadEvents: number;
  /** Name of its tier. */
  readonly tier: string | undefined;
  /** Requests in the hour of least traffic, where the team said so. */
  readonly expectedRequestsPerHour: number | undefined;
} & Counted;

/** Fewer bad events wake nobody by default: with little traffic one failure is a large ratio. */
const defaultMinimumBadEvents = 5;

/** An objective with what its tier and its service leave to it; the options are checked. */
export function completeObjective(indicator: string, options: ObjectiveOptions, windowDays: number): Objective {
  const { tier } = options;
  return {
    indicator,
    targetRatio: options.targetRatio ?? tier?.targetRatio ?? 0,
    page: options.page ?? tier?.page ?? false,
    windowDays: options.windowDays ?? tier?.windowDays ?? windowDays,
    minimumBadEvents: options.minimumBadEvents ?? tier?.minimumBadEvents ?? defaultMinimumBadEvents,
    tier: tier?.name,
    expectedRequestsPerHour: options.expectedRequestsPerHour,
    ...(options.kind === "timeSlice" ? { kind: "timeSlice", goodRatio: options.goodRatio } : { kind: "events" }),
  };
}
