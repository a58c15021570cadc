/** Every stretch is a multiple of it. */
const finestMinutes = 5;

/** A stretch of recorded history. */
export interface Stretch {
  /** Minutes before the end at which it begins; it lasts until the next one. */
  readonly beginsMinutesAgo: number;
  /** Undefined while nothing was recorded. */
  readonly eventsPerSecond: number | undefined;
  /** Share of bad events, 0 to 1. */
  readonly badRatio: number;
}

/** What one place recorded of one objective, the oldest stretch first. */
export type History = readonly Stretch[];

/** Windows, their halves and doubles, in minutes: what lies between two of these is seen by one and not by the other. */
const edgesMinutes = [60, 120, 180, 240, 360, 720, 1440, 2160, 2880, 4320, 8640];

/**
 * A history in which each stretch has its own traffic and share of bad events, so that every window, half and twice as long, has another
 * ratio.
 * @param beginsMinutesAgo when recording began
 * @param windowMinutes the window of the budget
 * @param meanRatio the share of bad events over the window of the budget
 */
export function unevenHistory(
  beginsMinutesAgo: number,
  windowMinutes: number,
  meanRatio: number,
  eventsPerSecond: number,
): History {
  const edges = [...edgesMinutes, windowMinutes / 2, windowMinutes, beginsMinutesAgo]
    .filter((edge) => edge <= beginsMinutesAgo)
    .sort((left, right) => right - left);
  const shape = [...new Set(edges)].map(
    (edge, index): Stretch => ({
      beginsMinutesAgo: edge,
      eventsPerSecond: eventsPerSecond * (1 + ((index * 3) % 5)),
      badRatio: 1 + ((index * 5) % 7),
    }),
  );
  const scale = meanRatio / ratioOver(shape, windowMinutes, finestMinutes);
  return shape.map((stretch) => ({ ...stretch, badRatio: Number((stretch.badRatio * scale).toPrecision(6)) }));
}

/**
 * The share of bad events over the last minutes, as the sum of bad ones over the sum of all; NaN without any.
 * @param everyMinutes minutes from one sample to the next, and from the last one to the end
 */
export function ratioOver(history: History, windowMinutes: number, everyMinutes: number): number {
  let [events, bad] = [0, 0];
  for (const { eventsPerSecond = 0, badRatio, samples } of sampled(history, windowMinutes, everyMinutes)) {
    events += eventsPerSecond * samples;
    bad += eventsPerSecond * badRatio * samples;
  }
  return bad / events;
}

/** A history that was interrupted a window ago, with a day before that. */
export function afterGap(history: History, windowMinutes: number): History {
  return [
    { beginsMinutesAgo: windowMinutes + 1440, eventsPerSecond: 2, badRatio: 0.5 },
    { beginsMinutesAgo: windowMinutes, eventsPerSecond: undefined, badRatio: 0 },
    ...history,
  ];
}

/** How many minutes ago events were first seen on a full hour within the window; undefined once that is within two hours of its begin. */
export function historyStartMinutesAgo(history: History, windowMinutes: number): number | undefined {
  const gap = history.findLastIndex(({ eventsPerSecond }) => eventsPerSecond === undefined);
  const begins = history[gap + 1]?.beginsMinutesAgo ?? 0;
  const ago = Math.floor(Math.min(begins, windowMinutes - 60) / 60) * 60;
  return ago >= windowMinutes - 120 ? undefined : ago;
}

function sampled(
  history: History,
  windowMinutes: number,
  everyMinutes: number,
): readonly (Stretch & { readonly samples: number })[] {
  return history.map((stretch, index) => {
    const from = Math.min(stretch.beginsMinutesAgo, windowMinutes - everyMinutes);
    const until = history[index + 1]?.beginsMinutesAgo ?? 0;
    return { ...stretch, samples: Math.max(0, (from - until) / everyMinutes) };
  });
}
