import { isRecord, type Report } from "@signalbox/contract";

/** Problems of office hours, and of what the mode cannot say about them. */
export function officeHoursProblems(report: Report, hours: unknown, mode: string): void {
  if (hours === undefined) return;
  const path = "routing.officeHours";
  const correction = 'officeHours({ location: "Europe/Berlin", from: "09:00", until: "17:00" })';
  if (!isRecord(hours)) {
    report.add("config/office-hours", path, "office hours come from officeHours()", hours, correction);
    return;
  }
  report.unknownKeys(hours, path, ["from", "until", "weekdays", "location"]);
  const { from, until, weekdays, location } = hours as Record<string, unknown>;
  const isTime = (time: unknown): time is string =>
    typeof time === "string" && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time);
  if (!isTime(from) || !isTime(until) || from >= until) {
    const rule = "from and until are HH:MM, from before until, within one day";
    report.add("config/office-hours", path, rule, [from, until], correction);
  }
  const days = Array.isArray(weekdays) ? weekdays : [];
  if (days.length === 0 || !days.every((day) => typeof day === "string" && isWeekdays(day))) {
    report.add(
      "config/office-days",
      `${path}.weekdays`,
      "weekdays are names or ranges",
      weekdays,
      'weekdays: ["monday:friday"]',
    );
  }
  if (!isTimeZone(location)) {
    const rule = "the location is a time zone by its IANA name";
    report.add("config/office-location", `${path}.location`, rule, location, 'location: "Europe/Berlin"');
  } else if (mode === "alertmanagerConfig" && location !== "UTC") {
    const rule = "an AlertmanagerConfig has no field for a time zone, so its hours are UTC";
    report.add(
      "config/office-location",
      `${path}.location`,
      rule,
      location,
      'location: "UTC", or mode: "alertmanager"',
    );
  }
}

/** Alertmanager's week begins on Sunday, and its ranges do not wrap. */
function isWeekdays(range: string): boolean {
  const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  const [begin = -1, end = begin, ...rest] = range.split(":").map((name) => names.indexOf(name));
  return begin >= 0 && end >= begin && rest.length === 0;
}

function isTimeZone(location: unknown): location is string {
  if (typeof location !== "string" || location === "") return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: location });
    return true;
  } catch {
    return false;
  }
}
