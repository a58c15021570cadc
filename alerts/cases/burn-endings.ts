import type { BehaviourCase } from "./behaviour-case.ts";
import {
  badPerMinute,
  firingAt,
  firstMinutes,
  lowestLimit,
  outageMinutes,
  quiet,
  type StorySubject,
  steady,
  witnesses,
} from "./burn-story.ts";
import type { TrafficSegment } from "./traffic.ts";

/** After the clients gave up nothing is good either, so every ratio stays 1 for as long as its window has events. */
export function goesQuiet(subject: StorySubject): BehaviourCase {
  const { place, story } = subject;
  const outage = outageMinutes(subject);
  const shortWindowEmpty = outage + 29;
  return story(
    "clears",
    "it ends 5 minutes after the short windows have no bad event",
    [{ at: place, segments: [steady(subject, 1, outage), quiet(40)] }],
    [
      { atMinutes: outage, alerts: firingAt(subject, place, 1) },
      { atMinutes: shortWindowEmpty + 4, alerts: firingAt(subject, place, 1) },
      { atMinutes: shortWindowEmpty + 5, alerts: firingAt(subject, place, 1, ["ticket"]) },
    ],
  );
}

/** So much good traffic follows that the bad events are a tenth of the lowest limit at most. */
export function outnumbered(subject: StorySubject): BehaviourCase {
  const { place, story } = subject;
  const lowestThresholdRatio = Math.min(...witnesses(subject).map((objective) => lowestLimit(objective, "ticket")));
  const good: TrafficSegment = {
    minutes: 15,
    goodPerMinute: (badPerMinute(subject) * 10) / lowestThresholdRatio,
    badPerMinute: 0,
  };
  return story(
    "clears",
    "it ends when the bad events are few among the good ones",
    [{ at: place, segments: [steady(subject, 1, 5), good] }],
    [
      { atMinutes: 5, alerts: firingAt(subject, place, 1) },
      { atMinutes: 20, alerts: [] },
    ],
  );
}

/** The last recorded 5-minute rate with a bad event is 3 minutes after it, and the longest short window is 6 hours. */
export function recovers(subject: StorySubject): BehaviourCase {
  const { place, story } = subject;
  const outage = firstMinutes(subject);
  const cleared = outage + 3 + 360;
  return story(
    "clears",
    "it ends when 6 hours were good again",
    [{ at: place, segments: [steady(subject, 1, outage), steady(subject, 0, cleared - outage)] }],
    [
      { atMinutes: outage, alerts: firingAt(subject, place, 1) },
      { atMinutes: cleared, alerts: [] },
    ],
  );
}
