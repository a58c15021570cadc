import type { TimeInterval, TimeSpan } from "../../config/index.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** A moment as a clock on a wall shows it. */
interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

/**
 * Whether a time interval of Alertmanager holds at a moment. Source: Alertmanager, timeinterval/timeinterval.go.
 * @param epochSeconds the moment, in seconds since 1970
 * @throws {RangeError} when the location is no time zone
 */
export function holdsAt({ time_intervals }: TimeInterval, epochSeconds: number): boolean {
  return time_intervals.some((span) => spanHolds(span, wallTime(epochSeconds, span.location ?? "UTC")));
}

function spanHolds(span: TimeSpan, { year, month, day, weekday, minuteOfDay }: WallTime): boolean {
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const within = (value: number, range: string, names: readonly string[], firstIndex: number): boolean => {
    const [begin, end] = ends(range, names, firstIndex);
    return value >= begin && value <= end;
  };
  const dayWithin = (range: string): boolean => {
    const [begin, end] = ends(range, [], 0).map((bound) => (bound < 0 ? lastDay + bound + 1 : bound)) as [
      number,
      number,
    ];
    return begin <= lastDay && day >= begin && day <= Math.min(end, lastDay);
  };
  const timeWithin = ({ start_time, end_time }: { readonly start_time: string; readonly end_time: string }): boolean =>
    minuteOfDay >= minutes(start_time) && minuteOfDay < minutes(end_time);
  return (
    some(span.times, timeWithin) &&
    some(span.days_of_month, dayWithin) &&
    some(span.months, (range) => within(month, range, months, 1)) &&
    some(span.weekdays, (range) => within(weekday, range, weekdays, 0)) &&
    some(span.years, (range) => within(year, range, [], 0))
  );
}

function some<T>(ranges: readonly T[] | undefined, holds: (range: T) => boolean): boolean {
  return ranges === undefined || ranges.some(holds);
}

function ends(range: string, names: readonly string[], firstIndex: number): [number, number] {
  const [begin = "", end = begin] = range.toLowerCase().split(":");
  const bound = (text: string): number => {
    const index = names.indexOf(text.trim());
    return index < 0 ? Number(text) : index + firstIndex;
  };
  return [bound(begin), bound(end)];
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

function wallTime(epochSeconds: number, location: string): WallTime {
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone: location === "" ? "UTC" : location,
    hourCycle: "h23",
    ...({
      year: "numeric",
      month: "numeric",
      day: "numeric",
      weekday: "long",
      hour: "numeric",
      minute: "numeric",
    } as const),
  });
  const parts = Object.fromEntries(
    formatter.formatToParts(epochSeconds * 1000).map(({ type, value }) => [type, value]),
  );
  const numberOf = (type: string): number => Number(parts[type]);
  return {
    year: numberOf("year"),
    month: numberOf("month"),
    day: numberOf("day"),
    weekday: weekdays.indexOf((parts["weekday"] ?? "").toLowerCase()),
    minuteOfDay: numberOf("hour") * 60 + numberOf("minute"),
  };
}
