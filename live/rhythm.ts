/** Something that happens again and again until it is stopped. */
export interface Rhythm {
  /** Stops it and waits for what is running. */
  readonly stop: () => Promise<void>;
}

/** Starts a rhythm; the task gets the time of its beat, in milliseconds since 1970. */
export type StartRhythm = (everySeconds: number, task: (timeMillis: number) => Promise<void>) => Rhythm;

/**
 * Runs a task at regular times: the next one `everySeconds` after the last began. A task that takes longer skips the
 * times that have passed, so that all times lie on one grid.
 */
export function rhythm(everySeconds: number, task: (timeMillis: number) => Promise<void>): Rhythm {
  const origin = Date.now();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const tick = (beat: number): void => {
    if (stopped) return;
    running = task(origin + beat * everySeconds * 1000).then(() => {
      if (stopped) return;
      const elapsedBeats = (Date.now() - origin) / 1000 / everySeconds;
      const next = Math.max(beat + 1, Math.ceil(elapsedBeats));
      timer = setTimeout(() => tick(next), origin + next * everySeconds * 1000 - Date.now());
    });
  };
  tick(0);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
