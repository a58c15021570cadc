import { isRecord, type Report } from "@signalbox/contract";
import { officeHoursName } from "./routing.ts";
import { isTimeZone, nearestTimeZone } from "./time-zone.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = [
  ...["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"],
  ...["november", "december"],
];

/** The lists of a time span: what an entry may be, and an example. */
const lists: Readonly<Record<string, { readonly isEntry: (text: string) => boolean; readonly example: string }>> = {
  weekdays: { isEntry: (text) => isWeekdays(text.toLowerCase()), example: 'weekdays: ["monday:friday"]' },
  days_of_month: { isEntry: isDays, example: 'days_of_month: ["1:7"], or ["-3:-1"] from the end' },
  months: {
    isEntry: (text) =>
      isRange(text.toLowerCase(), (month) =>
        /^([1-9]|1[0-2])$/.test(month) ? Number(month) - 1 : place(months, month),
      ),
    example: 'months: ["december"]',
  },
  years: {
    isEntry: (text) => isRange(text, (year) => (/^\d{4}$/.test(year) ? Number(year) : Number.NaN)),
    example: 'years: ["2026:2027"]',
  },
};

/** Problems of time intervals in Alertmanager's notation: their names, and whether Alertmanager reads their spans. */
export function timeIntervalProblems(report: Report, path: string, intervals: readonly unknown[]): void {
  const seen = new Set<string>();
  intervals.forEach((interval, index) => {
    const at = `${path}[${index}]`;
    const name = isRecord(interval) ? interval["name"] : undefined;
    const spans = isRecord(interval) ? interval["time_intervals"] : undefined;
    if (!isRecord(interval) || typeof name !== "string" || name === "" || !Array.isArray(spans)) {
      const correction = '{ name: "night", time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }] }';
      report.add("config/time-interval", at, "a time interval has a name and time_intervals", interval, correction);
      return;
    }
    report.unknownKeys(interval, at, ["name", "time_intervals"]);
    if (seen.has(name)) {
      report.add(
        "config/time-interval-name",
        `${at}.name`,
        "each interval has a name of its own",
        name,
        "another name",
      );
    }
    seen.add(name);
    if (path === "routing.timeIntervals" && name === officeHoursName) {
      const rule = "this name is that of officeHours";
      report.add("config/time-interval-name", `${at}.name`, rule, name, 'name: "own-hours", or officeHours: ...');
    }
    spans.forEach((span: unknown, position) => {
      spanProblems(report, `${at}.time_intervals[${position}]`, span);
    });
  });
}

function spanProblems(report: Report, path: string, span: unknown): void {
  if (!isRecord(span)) {
    const correction = '{ weekdays: ["monday:friday"] }';
    report.add("config/time-interval", path, "a time span is an object", span, correction);
    return;
  }
  report.unknownKeys(span, path, ["times", ...Object.keys(lists), "location"]);
  if (span["times"] !== undefined) timesProblems(report, `${path}.times`, span["times"]);
  for (const [key, { isEntry, example }] of Object.entries(lists)) {
    const value = span[key];
    if (value === undefined) continue;
    if (Array.isArray(value) && value.every((text) => typeof text === "string" && isEntry(text))) continue;
    const rule = "a list of values, or of ranges begin:end that do not end before they begin";
    report.add("config/time-interval", `${path}.${key}`, rule, value, example);
  }
  const { location } = span;
  if (location !== undefined) locationProblem(report, `${path}.location`, location);
}

/** The problem of a time zone that Alertmanager would not find. */
export function locationProblem(report: Report, path: string, location: unknown): boolean {
  if (isTimeZone(location)) return false;
  const rule = "the location is a time zone by its IANA name, in its exact spelling";
  report.add("config/office-location", path, rule, location, `location: "${nearestTimeZone(location)}"`);
  return true;
}

function timesProblems(report: Report, path: string, times: unknown): void {
  const rule = "times have start_time and end_time, HH:MM, the start before the end; a night is two of them";
  const correction = 'times: [{ start_time: "22:00", end_time: "24:00" }, { start_time: "00:00", end_time: "06:00" }]';
  const valid = (time: unknown): boolean => {
    if (!isRecord(time)) return false;
    const { start_time: start, end_time: end, ...others } = time;
    return isTime(start) && isTime(end) && start < end && Object.keys(others).length === 0;
  };
  if (Array.isArray(times) && times.every(valid)) return;
  report.add("config/time-interval", path, rule, times, correction);
}

/** Whether a text is a time of day in Alertmanager's notation, `24:00` included. */
export function isTime(time: unknown): time is string {
  return typeof time === "string" && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time);
}

/** Whether a text is one of the days of a week or a range of them; Alertmanager's week begins on Sunday and does not wrap. */
export function isWeekdays(text: string): boolean {
  return isRange(text, (day) => place(weekdays, day));
}

/**
 * Days of a month, negative ones from its end. As Alertmanager reads them: no range from the end to the beginning, and none that is
 * empty in a month of 28 days.
 */
function isDays(text: string): boolean {
  if (text.startsWith("-") && /:\d/.test(text)) return false;
  return isRange(text, (day) => {
    if (!/^-?([1-9]|[12]\d|3[01])$/.test(day)) return Number.NaN;
    return Number(day) < 0 ? 28 + Number(day) : Number(day);
  });
}

function isRange(text: string, read: (end: string) => number): boolean {
  const [begin = Number.NaN, end = begin, ...rest] = text.split(":").map(read);
  return end >= begin && rest.length === 0;
}

function place(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  return index === -1 ? Number.NaN : index;
}
