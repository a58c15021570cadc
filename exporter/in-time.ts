/** Seconds that a scrape waits for Node's thread pool, which the service may keep busy for as long as it likes. */
const poolPatienceSeconds = 0.02;

/** The answer of a promise; undefined when it is late. Rejects as the promise does; no timer is left. */
export async function inTime<T>(pending: Promise<T>, seconds: number): Promise<{ readonly value: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, undefined);
  });
  try {
    return await Promise.race([pending.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer of work in the thread pool; undefined when the pool has no time for it. */
export function fromPool<T>(pending: Promise<T>): Promise<{ readonly value: T } | undefined> {
  return inTime(pending, poolPatienceSeconds);
}
