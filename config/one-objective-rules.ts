import { isRecord, joinPath, type Report } from "@signalbox/contract";
import { burnLimits, highestThresholdRatio, unreachableLimits } from "./burn-pairs.ts";
import { alertingKeys, alertingProblems, asRatio, isRatio, tierProblems } from "./tiers.ts";

type Options = Readonly<Record<string, unknown>>;

const keys = [...alertingKeys, "tier", "kind", "goodRatio", "expectedRequestsPerHour"];

/** The problems of one entry of the targets of `objectives`. */
export function oneObjectiveProblems(report: Report, name: string, target: Options, serviceWindowDays: unknown): void {
  const before = report.problems.length;
  report.unknownKeys(target, name, keys);
  const tier = isRecord(target["tier"]) ? target["tier"] : {};
  if (target["tier"] !== undefined) tierProblems(report, joinPath(name, "tier"), target["tier"]);
  alertingProblems(report, name, target);
  const targetRatio = target["targetRatio"] ?? tier["targetRatio"];
  if (targetRatio === undefined) {
    const rule = "a target is a ratio above 0 and below 1, here or in a tier";
    report.add("objective/target", joinPath(name, "targetRatio"), rule, targetRatio, "targetRatio: 0.999");
  }
  countedProblems(report, name, target);
  trafficProblem(report, name, target["expectedRequestsPerHour"]);
  if (report.problems.length > before) return;
  const windowDays = target["windowDays"] ?? tier["windowDays"] ?? serviceWindowDays ?? 28;
  if ((target["page"] ?? tier["page"]) === true) pageProblem(report, name, Number(targetRatio), Number(windowDays));
}

function countedProblems(report: Report, name: string, { kind, goodRatio }: Options): void {
  const path = joinPath(name, "goodRatio");
  if (kind === "timeSlice") {
    if (isRatio(goodRatio)) return;
    const rule = "a minute is good from a ratio of good events on, above 0 and below 1";
    report.add("objective/time-slice", path, rule, goodRatio, `goodRatio: ${asRatio(goodRatio, 0.95)}`);
  } else if (kind !== undefined && kind !== "events") {
    const rule = "an objective counts events or time slices";
    report.add("objective/kind", joinPath(name, "kind"), rule, kind, 'kind: "timeSlice", goodRatio: 0.95');
  } else if (goodRatio !== undefined) {
    const rule = "goodRatio says when a minute is good, and this objective counts events";
    const meant = isRatio(goodRatio) ? goodRatio : asRatio(goodRatio, 0.95);
    report.add("objective/time-slice", path, rule, goodRatio, `kind: "timeSlice", goodRatio: ${meant}`);
  }
}

function trafficProblem(report: Report, name: string, requests: unknown): void {
  if (requests === undefined || (typeof requests === "number" && Number.isFinite(requests) && requests > 0)) return;
  const rule = "the traffic of the quietest hour is a number of requests above 0";
  const path = joinPath(name, "expectedRequestsPerHour");
  report.add("objective/traffic", path, rule, requests, "expectedRequestsPerHour: 200");
}

/** A page that no outage can reach is refused: whoever asked for it would rely on it. */
function pageProblem(report: Report, name: string, targetRatio: number, windowDays: number): void {
  if (burnLimits("page", targetRatio, windowDays).length > 0) return;
  const least = Math.min(...unreachableLimits("page", targetRatio, windowDays).map(({ factor }) => factor));
  const reachableTarget = Math.ceil((1 - highestThresholdRatio / least) * 1000) / 1000;
  report.add(
    "objective/page-unreachable",
    joinPath(name, "page"),
    `with a target of ${targetRatio} over ${windowDays} days even an outage burns the budget too slowly for a page`,
    true,
    `page: false, or targetRatio: ${reachableTarget} or more`,
  );
}
