/** A moment in unix seconds as `2026-11-21 16:04`, UTC. */
export function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

/** The time of day of a moment in unix seconds, `16:04`, UTC. */
export function clock(seconds: number): string {
  return moment(seconds).slice(11);
}
