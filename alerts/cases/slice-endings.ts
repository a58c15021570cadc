import { burnLimits, type Objective, type Urgency } from "../../config/index.ts";
import type { FiringAlert } from "../alert.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { burning, outageMinutes, quiet, type StorySubject, steady } from "./burn-story.ts";

/** How long a page goes on after its windows are good again, as `keep_firing_for` has it. */
const keptMinutes = 5;

/** Minutes without traffic are good, so the share of bad minutes falls from the end of an outage on, though nobody came back. */
export function goodMinutesFollow(subject: StorySubject): BehaviourCase {
  const { objective, place, story } = subject;
  const outage = outageMinutes(subject);
  const burnedUntil = lastBurningMinute(objective, "page", outage);
  const firing = (minute: number): readonly FiringAlert[] =>
    burning(subject, place, ["page", "ticket"], (witness, urgency) => firingValue(witness, urgency, outage, minute));
  const kept = burnedUntil + keptMinutes;
  return story(
    "clears",
    "it ends 5 minutes after the short windows are good",
    [{ at: place, segments: [steady(subject, 1, outage), quiet(kept + 5 - outage)] }],
    [outage, kept, kept + 1].map((atMinutes) => ({ atMinutes, alerts: firing(atMinutes) })),
  );
}

/** The value with which an alert fires at a minute, kept from before where it only goes on; undefined: it does not fire. */
function firingValue(objective: Objective, urgency: Urgency, outage: number, minute: number): number | undefined {
  const now = burningValue(objective, urgency, outage, minute);
  if (now !== undefined || urgency === "ticket") return now;
  const last = lastBurningMinute(objective, urgency, outage);
  return minute - last <= keptMinutes ? burningValue(objective, urgency, outage, last) : undefined;
}

function lastBurningMinute(objective: Objective, urgency: Urgency, outage: number): number {
  let minute = outage;
  while (burningValue(objective, urgency, outage, minute + 1) !== undefined) minute++;
  return minute;
}

/** The ratio of the first pair that holds at a minute, when exactly the minutes from 1 to the end of the outage were bad. */
function burningValue(objective: Objective, urgency: Urgency, outage: number, minute: number): number | undefined {
  const badIn = (window: number): number => Math.max(0, Math.min(outage, minute) - Math.max(0, minute - window));
  const ratioIn = (window: number): number => badIn(window) / Math.min(window, minute);
  return burnLimits(urgency, objective.targetRatio, objective.windowDays)
    .filter(({ pair, thresholdRatio }) => {
      const [long, short] = [pair.longHours * 60, shortMinutes[pair.short]];
      const isOver = ratioIn(long) > thresholdRatio && ratioIn(short) > thresholdRatio;
      return isOver && badIn(long) >= objective.minimumBadEvents;
    })
    .map(({ pair }) => ratioIn(pair.longHours * 60))
    .at(0);
}

const shortMinutes = { "5m": 5, "30m": 30, "1h": 60, "2h": 120, "6h": 360, "1d": 1440, "3d": 4320 } as const;
