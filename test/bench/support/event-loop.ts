/** How the event loop turned during some work. */
export interface Turns {
  /** The longest time between two turns, in milliseconds. */
  readonly longestGap: number;
  /** How long was looked, in milliseconds. */
  readonly lasted: number;
}

/** Turns the event loop without a pause, with a small load in every turn, until some work is done and a time has passed. */
export async function turnsDuring(
  work: () => Promise<unknown>,
  leastMilliseconds: number,
  load: () => void,
): Promise<Turns> {
  let isDone = false;
  const start = performance.now();
  let last = start;
  let longestGap = 0;
  const looking = new Promise<Turns>((resolve) => {
    const turn = (): void => {
      const now = performance.now();
      longestGap = Math.max(longestGap, now - last);
      last = now;
      if (isDone && now - start >= leastMilliseconds) resolve({ longestGap, lasted: now - start });
      else {
        load();
        setImmediate(turn);
      }
    };
    setImmediate(turn);
  });
  await work();
  isDone = true;
  return looking;
}
