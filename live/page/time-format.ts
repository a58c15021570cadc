/** A time span in words of a person in a hurry: `40 s`, `3 min`, `2 h 5 min`. */
export function formatSpan(fromMillis: number, toMillis: number): string {
  const seconds = Math.max(0, Math.round((toMillis - fromMillis) / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** The time of day, in the zone of the browser. */
export function formatClock(millis: number): string {
  return new Date(millis).toLocaleTimeString("en-GB");
}
