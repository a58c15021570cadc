import { isRecord, type Report } from "@signalbox/contract";
import { isTime, isWeekdays, locationProblem } from "./time-interval-rules.ts";

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
  const unknown = locationProblem(report, `${path}.location`, location);
  if (!unknown && mode === "alertmanagerConfig" && location !== "UTC") {
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
