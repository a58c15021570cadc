import { describe, expect, it } from "vitest";
import { holdsAt } from "../../../alerts/index.ts";
import type { TimeSpan } from "../../../config/index.ts";

const holds = (span: TimeSpan, moment: string): boolean =>
  holdsAt({ name: "x", time_intervals: [span] }, Date.parse(moment) / 1000);

describe("a time interval", () => {
  const office = {
    times: [{ start_time: "09:00", end_time: "17:00" }],
    weekdays: ["monday:friday"],
    location: "Europe/Berlin",
  };

  it.each([
    ["2026-11-20T08:00:00Z", true], // Friday, 09:00 in winter
    ["2026-11-20T07:59:59Z", false],
    ["2026-11-20T16:00:00Z", false], // 17:00, the end is exclusive
    ["2026-07-20T07:00:00Z", true], // Monday, 09:00 in summer
    ["2026-11-21T12:00:00Z", false], // Saturday
    ["2026-11-22T12:00:00Z", false], // Sunday
  ])("of office hours holds at %s: %s", (moment, expected) => {
    expect(holds(office, moment)).toBe(expected);
  });

  it.each([
    [{ days_of_month: ["-1"] }, "2028-02-29T10:00:00Z", true],
    [{ days_of_month: ["-1"] }, "2026-02-27T10:00:00Z", false],
    [{ days_of_month: ["29:31"] }, "2026-02-28T10:00:00Z", false],
    [{ days_of_month: ["28:31"] }, "2026-02-28T10:00:00Z", true],
    [{ months: ["november:december"] }, "2026-11-02T10:00:00Z", true],
    [{ months: ["1:3"] }, "2026-04-01T00:00:00Z", false],
    [{ years: ["2025:2026"] }, "2026-12-31T23:59:00Z", true],
    [{ years: ["2025"] }, "2026-01-01T00:00:00Z", false],
    [{ times: [{ start_time: "22:00", end_time: "24:00" }] }, "2026-01-01T23:59:00Z", true],
    [{ weekdays: ["sunday"], months: ["may"] }, "2026-11-22T10:00:00Z", false],
    [{}, "2026-11-22T10:00:00Z", true],
  ])("%j at %s holds: %s", (span, moment, expected) => {
    expect(holds(span, moment)).toBe(expected);
  });

  it("holds while one of its spans does", () => {
    const spans = [{ weekdays: ["saturday"] }, { weekdays: ["sunday"] }];
    expect(holdsAt({ name: "weekend", time_intervals: spans }, Date.parse("2026-11-22T00:00:00Z") / 1000)).toBe(true);
  });
});
