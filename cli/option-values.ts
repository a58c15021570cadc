import { InvalidArgumentError } from "commander";

/** Reads `2%` or `0.02` as a ratio above 0 and at most 1. */
export function ratioOption(text: string): number {
  const [, number = "", percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const ratio = percent === "%" ? Number(number) / 100 : Number(number);
  if (number !== "" && ratio > 0 && ratio <= 1) return Number(ratio.toPrecision(12));
  throw new InvalidArgumentError("It is a share, above 0 and at most 100%: 2% or 0.02.");
}

const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads a duration in Prometheus's notation, such as `20m`, `1h30m` or `800ms`, as seconds. */
export function secondsOption(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text.trim();
  const seconds = parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (secondsOf[unit] ?? 0), 0);
  if (isWhole && seconds > 0) return Number(seconds.toPrecision(12));
  if (isWhole || text.trim() === "0") throw new InvalidArgumentError("It is a duration above 0: 20m, 1h30m or 800ms.");
  throw new InvalidArgumentError("It is a duration with its unit: 20m, 1h30m or 800ms.");
}

/** Reads `5rps`, `5/s`, `300/m` or `5` as a number per second. */
export function perSecondOption(text: string): number {
  const [, number = "", unit = "rps"] = /^(\d+(?:\.\d+)?)\s*(rps|rpm|\/s|\/m|\/h)?$/.exec(text.trim()) ?? [];
  const perSecond = Number(number) / ({ rpm: 60, "/m": 60, "/h": 3600 }[unit] ?? 1);
  if (number !== "" && perSecond > 0) return perSecond;
  throw new InvalidArgumentError("It is a number of requests per second above 0: 5rps, 300/m or 40/h.");
}

/** Reads an hour of the day, 0 to 23. */
export function hourOption(text: string): number {
  if (/^([01]?\d|2[0-3])$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is an hour of the day, 0 to 23.");
}

/** Reads a moment as RFC 3339, such as `2026-11-21T16:00:00Z`, or as seconds since 1970; gives milliseconds. */
export function momentOption(text: string): number {
  const millis = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
  if (day !== undefined && Number.isFinite(millis) && !isDay(day)) {
    throw new InvalidArgumentError(`There is no day ${day}.`);
  }
  if (Number.isFinite(millis) && /^\d{4}-\d\d-\d\d(T|$)|^\d+$/.test(text)) return millis;
  throw new InvalidArgumentError("It is a time such as 2026-11-21T16:00:00Z, or seconds since 1970.");
}

/** JavaScript takes February 30 for March 2. */
function isDay(day: string): boolean {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(moment) && new Date(moment).toISOString().startsWith(day);
}
