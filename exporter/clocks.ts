/** Seconds that never go back, since the process began. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
}

/** Unix time in seconds, by the system's clock. */
export function unixSeconds(): number {
  return Date.now() / 1000;
}
