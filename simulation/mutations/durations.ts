const unitSeconds: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** The seconds of a duration in Prometheus's notation, such as `1h30m`; undefined when it is none. */
export function secondsOf(duration: string): number | undefined {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ""] ?? 0),
    0,
  );
}

/** A duration in Prometheus's notation, in the largest unit that needs no fraction. */
export function durationOf(seconds: number): string {
  for (const unit of ["d", "h", "m", "s"]) {
    const count = seconds / (unitSeconds[unit] ?? 1);
    if (Number.isInteger(count)) return `${count}${unit}`;
  }
  return `${Math.round(seconds * 1000)}ms`;
}
