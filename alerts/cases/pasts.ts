import { budgetRatio, type Objective } from "../../config/index.ts";
import { afterGap, type History, unevenHistory } from "./told-history.ts";

/** What a place went through, and the burn rate of its last hour; undefined: nothing burns. */
export interface Past {
  readonly history: History;
  readonly burnRate?: number;
}

/** The window of an objective's budget. */
export const windowMinutesOf = ({ windowDays }: Objective): number => windowDays * 1440;

/** A day more than the window; half of the budget is spent. */
export function full(objective: Objective): Past {
  const window = windowMinutesOf(objective);
  return { history: uneven(objective, window + 1440, 0.5, 0.4), burnRate: 0.25 };
}

/**
 * Recording began again at half past an hour within the window, with next to no traffic; more than the budget is spent where
 * that can be.
 */
export function young(objective: Objective, everyMinutes: number): Past {
  const budget = budgetRatio(objective.targetRatio);
  const window = windowMinutesOf(objective);
  const oddHours = 2 * Math.floor((window * 0.35) / 60) + 1;
  const history = uneven(
    objective,
    oddHours * 60 + (everyMinutes === 60 ? 0 : 30),
    budget < 0.4 ? 1.2 : 0.4,
    0.000_001,
  );
  return { history: afterGap(history, window), burnRate: 1.5 };
}

/** To the minute as old as a history has to be to count as whole. */
export function justWhole(objective: Objective): Past {
  return { history: uneven(objective, windowMinutesOf(objective) - 120, 0.3, 0.2), burnRate: 0 };
}

/** Recording began half a window ago, and nothing happened. */
export function idle(objective: Objective): Past {
  const eventsPerSecond = objective.kind === "timeSlice" ? 1 / 60 : 0;
  return { history: [{ beginsMinutesAgo: windowMinutesOf(objective) / 2, eventsPerSecond, badRatio: 0 }] };
}

function uneven(objective: Objective, beginsMinutesAgo: number, spentRatio: number, eventsPerSecond: number): History {
  const mean = spentRatio * budgetRatio(objective.targetRatio);
  const window = windowMinutesOf(objective);
  const history = unevenHistory(beginsMinutesAgo, window, mean, eventsPerSecond);
  // Every minute counts as one event.
  return objective.kind === "timeSlice" ? history.map((stretch) => ({ ...stretch, eventsPerSecond: 1 / 60 })) : history;
}
