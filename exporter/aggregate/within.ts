/** Resolves when a promise has, or the seconds are over; no timer is left. The promise must not reject. */
export function within(pending: Promise<unknown>, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    pending.then(
      () => {
        clearTimeout(timer);
        resolve();
      },
      () => undefined,
    );
  });
}
