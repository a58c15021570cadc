/** Nanoseconds for each of `count` operations, in `rounds` rounds, after a round that only warms up. */
export function nanosecondsEach(run: (count: number) => void, count: number, rounds: number): readonly number[] {
  run(count);
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    run(count);
    return ((performance.now() - start) * 1e6) / count;
  });
}

/** Milliseconds that a promise takes. */
export async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
