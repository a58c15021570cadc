/** A number without binary noise: 12 significant digits, as they would be written by hand. */
export function plain(value: number): number {
  return Number(value.toPrecision(12));
}

/** A ratio as Prometheus's template function `humanizePercentage` prints it: percent with 4 significant digits. */
export function percentage(ratio: number): string {
  const percent = halfToEven(ratio * 100);
  if (percent !== 0 && Math.abs(percent) < 1e-4) {
    return `${percent.toExponential().replace(/e-(\d)$/, "e-0$1")}%`;
  }
  return `${percent}%`;
}

/** Seconds as Prometheus's template function `humanizeDuration` prints them, for 1 second and more: `1d 2h 0m 30s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${halfToEven(seconds)}s`;
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first)
    .map(([count, unit]) => `${count}${unit}`)
    .join(" ");
}

/** Rounded to 4 significant digits as Go rounds: halfway between two, to the even one. */
function halfToEven(value: number): number {
  const rounded = Number(value.toPrecision(4));
  const [digits = "", exponent = "0"] = value.toExponential(60).split("e");
  const isHalfway = /^-?\d\.\d{3}50*$/.test(digits);
  if (!isHalfway || Number(digits.at(digits.indexOf(".") + 3)) % 2 === 1) return rounded;
  return Number(`${digits.slice(0, digits.indexOf(".") + 4)}e${exponent}`);
}

/** A duration in Prometheus's notation, rounded to minutes when it is longer than one. */
export function humanDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "m"],
  ] as const;
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
}

/** Seconds of a window in Prometheus's notation of one unit: `5m`, `2h`. */
export function windowSeconds(window: string): number {
  const [, digits, unit] = /^(\d+)([smhdw])$/.exec(window) ?? [];
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  return Number(digits) * (units[unit ?? ""] ?? Number.NaN);
}
