import { hasBrand, isRecord, nearestName, type Problem, Report } from "@signalbox/contract";
import { oneObjectiveProblems } from "./one-objective-rules.ts";
import { symptomKeys, symptomProblems } from "./symptom-rules.ts";
import { windowProblem } from "./tiers.ts";

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
    const days = isRecord(options) ? options["windowDays"] : undefined;
    for (const [name, target] of Object.entries(targets)) targetProblems(report, name, target, indicators, days);
  }
  if (isRecord(options)) {
    windowProblems(report, options);
    symptomProblems(report, options, service as object);
  } else {
    const rule = "the third argument is an object";
    const days = Number.isInteger(options) ? options : 28;
    report.add("objective/options", "options", rule, options, `objectives(shop, { ... }, { windowDays: ${days} })`);
  }
  return report.problems;
}

function targetProblems(
  report: Report,
  name: string,
  target: unknown,
  indicators: readonly string[],
  serviceWindowDays: unknown,
): void {
  if (!indicators.includes(name)) {
    const meant = nearestName(name, indicators);
    const correction = meant === undefined ? `one of ${indicators.join(", ")}` : `${meant}: ...`;
    report.add("objective/indicator", name, "the service has no such indicator", name, correction);
  }
  if (!isRecord(target)) {
    report.add("objective/shape", name, "an objective is an object", target, `${name}: { targetRatio: 0.999 }`);
    return;
  }
  oneObjectiveProblems(report, name, target, serviceWindowDays);
}

function windowProblems(report: Report, options: Record<string, unknown>): void {
  report.unknownKeys(options, "options", ["windowDays", ...symptomKeys]);
  windowProblem(report, "options.windowDays", options["windowDays"]);
}
