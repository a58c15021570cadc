import type { BurnLimit } from "../../config/index.ts";
import type { BehaviourCase } from "./behaviour-case.ts";
import { firingAt, type StorySubject, sized, witnesses } from "./burn-story.ts";

const cleanMinutes = 180;
/** How many minutes of a counter that starts at 0 the sum of its 5-minute rates misses: 0.8 + 0.6 + 0.4 + 0.2. */
const ratesLagMinutes = 2;
/** How many bad minutes that sum has too many once they are over: 0.75 + 0.5 + 0.25, less the lag of their beginning. */
const badTailMinutes = 1.5 - ratesLagMinutes;

/**
 * After three clean hours the share of the first limit is spent when the bad minutes of the last hour make up its threshold.
 * Told only for indicators with one counter for all and one for bad events, where the ratio is known to the last digit, and
 * which no other objective reads, because the moments are those of its own limits.
 */
export function spentShare(subject: StorySubject, limits: readonly BurnLimit[]): readonly BehaviourCase[] {
  const { objective, scope, place, story } = subject;
  const { service } = scope.objectives;
  const counted =
    service.indicators[objective.indicator]?.kind === "ratio" || service.http.indicatorSource === "events";
  const [first] = limits;
  if (!counted || witnesses(subject).length > 1 || first === undefined || first.pair.long !== "1h" || limits.length < 2)
    return [];
  const badMinutes = first.thresholdRatio * 6.6 <= 1 ? 10 : 60;
  const badRatio = (first.thresholdRatio * 66) / badMinutes;
  const pages = firingAt(subject, place, (badRatio * badMinutes) / 60, ["page"]);
  const ticketsAt = (recordedBadMinutes: number, minutes: number) =>
    firingAt(subject, place, (badRatio * recordedBadMinutes) / (cleanMinutes + minutes - ratesLagMinutes), ["ticket"]);
  const early = badMinutes * 0.8;
  const segments = [
    sized(subject, 0, cleanMinutes, badRatio),
    sized(subject, badRatio, badMinutes, badRatio),
    sized(subject, 0, 10, badRatio),
  ];
  const over = badMinutes + badTailMinutes;
  // A quarter of a short bad stretch is still over the limit, of a long one not even three quarters; then a page is kept for 5 minutes.
  const kept = badMinutes === 10 ? 3 + 5 : 0 + 5;
  return [
    story(
      "fires",
      "after clean hours it fires when its share of the budget is spent, and ends soon after its cause",
      [{ at: place, segments }],
      [
        { atMinutes: cleanMinutes + early, alerts: ticketsAt(early - ratesLagMinutes, early) },
        {
          atMinutes: cleanMinutes + badMinutes,
          alerts: [...pages, ...ticketsAt(badMinutes - ratesLagMinutes, badMinutes)],
        },
        { atMinutes: cleanMinutes + badMinutes + kept, alerts: [...pages, ...ticketsAt(over, badMinutes + kept)] },
        { atMinutes: cleanMinutes + badMinutes + kept + 1, alerts: ticketsAt(over, badMinutes + kept + 1) },
      ],
    ),
  ];
}
