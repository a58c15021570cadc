import { DefinitionError, deepFreeze, isRecord, joinPath, Report } from "@signalbox/contract";

/** What objectives of one importance have in common: plain data that they name with `tier` and override field by field. */
export interface Tier {
  /** A word for people, which `slo_info` carries as its label `tier`: `critical`. */
  readonly name: string;
  /** Whether a fast burn of the budget wakes somebody; default false. */
  readonly page?: boolean;
  /** Share of good events, between 0 and 1; by default every objective says its own. */
  readonly targetRatio?: number;
  /** Window of the error budget, 7 to 90 days; by default that of the service. */
  readonly windowDays?: number;
  /** How many bad events the long window of an alert must hold at least, 1 to 1000; default 5. */
  readonly minimumBadEvents?: number;
}

/** A tier that sets a target, so that its objectives need none of their own. */
export interface TierWithTarget extends Tier {
  readonly targetRatio: number;
}

/**
 * Names what objectives of one importance have in common.
 * @throws {DefinitionError} with every problem at once
 */
export function tier(options: TierWithTarget): TierWithTarget;
export function tier(options: Tier): Tier;
export function tier(options: Tier): Tier {
  const report = new Report();
  tierProblems(report, "", options);
  if (report.problems.length > 0) throw new DefinitionError("tier", report.problems);
  return deepFreeze({ ...options });
}

/** The problems of a tier, whether it came from {@link tier} or was written down. */
export function tierProblems(report: Report, path: string, value: unknown): void {
  if (!isRecord(value)) {
    report.add("tier/shape", path, "a tier is an object", value, 'tier({ name: "critical", page: true })');
    return;
  }
  report.unknownKeys(value, path, ["name", ...alertingKeys]);
  report.text(value["name"], joinPath(path, "name"), 'name: "critical"');
  alertingProblems(report, path, value);
}

/** What a tier sets and an objective may override. */
export const alertingKeys: readonly string[] = ["targetRatio", "page", "windowDays", "minimumBadEvents"];

/** The problems of what tiers and objectives have in common; nothing of it has to be there. */
export function alertingProblems(report: Report, path: string, options: Readonly<Record<string, unknown>>): void {
  const { targetRatio, page, windowDays, minimumBadEvents } = options as Readonly<Record<keyof Tier, unknown>>;
  if (targetRatio !== undefined && !isRatio(targetRatio)) {
    const rule = "a target is a ratio above 0 and below 1";
    report.add(
      "objective/target",
      joinPath(path, "targetRatio"),
      rule,
      targetRatio,
      `targetRatio: ${asRatio(targetRatio)}`,
    );
  }
  if (page !== undefined && typeof page !== "boolean") {
    report.add("objective/page", joinPath(path, "page"), "page is true or false", page, "page: true");
  }
  windowProblem(report, joinPath(path, "windowDays"), windowDays);
  if (minimumBadEvents !== undefined && !isWhole(minimumBadEvents, 1, 1000)) {
    const rule = "the least number of bad events is a whole number from 1 to 1000";
    report.add("objective/minimum", joinPath(path, "minimumBadEvents"), rule, minimumBadEvents, "minimumBadEvents: 5");
  }
}

/** The problem of a budget window that is given and none. */
export function windowProblem(report: Report, path: string, days: unknown): void {
  if (days === undefined || isWhole(days, 7, 90)) return;
  report.add("objective/window", path, "the window is 7 to 90 whole days", days, "windowDays: 28");
}

/** Whether a value lies between 0 and 1. */
export function isRatio(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value < 1;
}

/** The ratio that a percentage was meant to be, or an example. */
export function asRatio(value: unknown, example = 0.999): number {
  return typeof value === "number" && value > 1 && value < 100 ? Number((value / 100).toPrecision(12)) : example;
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
