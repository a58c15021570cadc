const minuteMillis = 60_000;

/** A duration in whole minutes as Prometheus writes it: `38m`, `1h5m`, `2d3h`. */
export function durationText(millis: number): string {
  const minutes = Math.round(millis / minuteMillis);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "m"],
  ] as const;
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
  return text === "" ? "0m" : text;
}

/** A moment as `2026-11-21 16:04`, UTC. */
export function momentText(millis: number): string {
  return new Date(millis).toISOString().slice(0, 16).replace("T", " ");
}

/** A moment in the notation that programs read, `2026-11-21T16:04:00Z`. */
export function momentOf(millis: number): string {
  return new Date(millis).toISOString().replace(".000Z", "Z");
}
