import { setTimeout as delay } from "node:timers/promises";
import type { Handler } from "express";

/** The ways in which the shop can be broken. */
export const faultKinds = ["none", "failing", "slow", "hanging"] as const;

/** One of {@link faultKinds}. */
export type FaultKind = (typeof faultKinds)[number];

/** A switch that breaks the shop, and the middleware that obeys it. */
export interface FaultSwitch {
  /** Whether a text names a fault. */
  knows(kind: unknown): kind is FaultKind;
  /** Breaks the shop, or mends it with `none`. */
  set(kind: FaultKind): void;
  /** Failing: every second request is answered 500. Slow: 800 ms more. Hanging: no answer at all. */
  readonly middleware: Handler;
}

/** A switch in its first position. */
export function faultSwitch(initial: FaultKind): FaultSwitch {
  let current = initial;
  let requests = 0;
  // Steps of the golden ratio hit one half of the time, and do not fall in with the rhythm of the traffic.
  const isEverySecond = (): boolean => (requests * 0.618034) % 1 < 0.5;
  return {
    knows: (kind): kind is FaultKind => faultKinds.some((known) => known === kind),
    set: (kind) => {
      current = kind;
    },
    middleware: async (_request, response, next) => {
      requests += 1;
      switch (current) {
        case "hanging":
          return;
        case "failing":
          if (isEverySecond()) return response.status(500).json({ error: "the shop is broken" });
          return next();
        case "slow":
          await delay(800);
          return next();
        case "none":
          return next();
      }
    },
  };
}
