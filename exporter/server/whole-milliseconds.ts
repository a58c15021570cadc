/** Seconds as the whole milliseconds that servers of Node want, at least 1 of anything above 0, which would be none. */
export function wholeMilliseconds(seconds: number): number {
  return Math.ceil(Number((seconds * 1000).toPrecision(12)));
}
