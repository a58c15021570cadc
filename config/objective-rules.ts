import { hasBrand, isRecord, joinPath, nearestName, type Problem, Report } from "@signalbox/contract";

/** Every problem of the arguments of `objectives`. */
export function objectiveProblems(service: unknown, targets: unknown, options: unknown): readonly Problem[] {
  const report = new Report();
  if (!hasBrand(service, "service/1")) {
    report.add(
      "objective/service",
      "service",
      "the first argument comes from defineService",
      service,
      "objectives(shop, ...)",
    );
    return report.problems;
  }
  const indicators = Object.keys((service as { indicators: object }).indicators);
  if (!isRecord(targets)) {
    report.add(
      "objective/shape",
      "targets",
      "targets are an object keyed by indicator",
      targets,
      "{ availability: { targetRatio: 0.999 } }",
    );
  } else {
    for (const [name, target] of Object.entries(targets)) targetProblems(report, name, target, indicators);
  }
  if (isRecord(options)) windowProblems(report, options);
  return report.problems;
}

function targetProblems(report: Report, name: string, target: unknown, indicators: readonly string[]): void {
  if (!indicators.includes(name)) {
    const meant = nearestName(name, indicators);
    const correction = meant === undefined ? `one of ${indicators.join(", ")}` : `${meant}: ...`;
    report.add("objective/indicator", name, "the service has no such indicator", name, correction);
  }
  if (!isRecord(target)) {
    report.add("objective/shape", name, "an objective is an object", target, `${name}: { targetRatio: 0.999 }`);
    return;
  }
  report.unknownKeys(target, name, ["targetRatio", "page"]);
  const ratio = target["targetRatio"];
  if (typeof ratio !== "number" || !(ratio > 0 && ratio < 1)) {
    const looksLikePercent = typeof ratio === "number" && ratio > 1 && ratio < 100;
    const correction = looksLikePercent
      ? `targetRatio: ${Number((ratio / 100).toPrecision(12))}`
      : "targetRatio: 0.999";
    report.add(
      "objective/target",
      joinPath(name, "targetRatio"),
      "a target is a ratio above 0 and below 1",
      ratio,
      correction,
    );
  }
  if (target["page"] !== undefined && typeof target["page"] !== "boolean") {
    report.add("objective/page", joinPath(name, "page"), "page is true or false", target["page"], "page: true");
  }
}

function windowProblems(report: Report, options: Record<string, unknown>): void {
  report.unknownKeys(options, "options", ["windowDays"]);
  const days = options["windowDays"];
  if (days === undefined || (Number.isInteger(days) && Number(days) >= 7 && Number(days) <= 90)) return;
  report.add("objective/window", "options.windowDays", "the window is 7 to 90 whole days", days, "windowDays: 28");
}
