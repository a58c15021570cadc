/** Milliseconds that a scrape waits for Node's thread pool, which the service may keep busy for as long as it likes. */
const patienceMilliseconds = 20;

/** The answer of work in the thread pool; undefined when it is late. Rejects as the work does. */
export async function fromPool<T>(pending: Promise<T>): Promise<{ readonly value: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMilliseconds, undefined);
  });
  try {
    return await Promise.race([pending.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
