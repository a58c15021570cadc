import { joinPath, type Report } from "@signalbox/contract";
import type { ServiceObjectives } from "./objectives.ts";

/** Seconds between two samples at most where minutes are counted. */
const sliceSeconds = 60;

/** Problems of what Prometheus keeps and how often it looks, held against what the objectives need. */
export function historyProblems(
  report: Report,
  profile: Readonly<Record<string, unknown>>,
  services: readonly ServiceObjectives[],
): void {
  const source = profile["longTermSource"];
  if (source !== undefined) report.text(source, "prometheus.longTermSource", 'longTermSource: "Mimir"');
  sliceProblems(report, Number(profile["scrapeIntervalSeconds"]), services);
  if (source !== undefined) return;
  const retentionDays = Number(profile["retentionDays"]);
  services.forEach(({ service, windowDays, objectives }, index) => {
    const path = `services[${index}]`;
    retentionProblem(report, `${path}.windowDays`, service.name, windowDays, retentionDays);
    for (const objective of objectives) {
      if (objective.windowDays === windowDays) continue;
      const own = `${joinPath(path, objective.indicator)}.windowDays`;
      retentionProblem(report, own, `${service.name} ${objective.indicator}`, objective.windowDays, retentionDays);
    }
  });
}

function retentionProblem(
  report: Report,
  path: string,
  whose: string,
  windowDays: number,
  retentionDays: number,
): void {
  if (!(windowDays > retentionDays)) return;
  report.add(
    "config/retention",
    path,
    `the budget of ${whose} needs ${windowDays} days, Prometheus keeps ${retentionDays}`,
    windowDays,
    `retentionDays: ${windowDays} once the server keeps them, longTermSource: "Mimir" where that evaluates the rules, or a shorter window`,
  );
}

function sliceProblems(report: Report, scrapeIntervalSeconds: number, services: readonly ServiceObjectives[]): void {
  const counted = services.flatMap(({ service, objectives }) =>
    objectives.filter(({ kind }) => kind === "timeSlice").map(({ indicator }) => `${service.name} ${indicator}`),
  );
  if (counted.length === 0 || !(scrapeIntervalSeconds > sliceSeconds)) return;
  report.add(
    "config/time-slice",
    "prometheus.scrapeIntervalSeconds",
    `${counted.join(", ")} counts minutes, so each minute needs a sample`,
    scrapeIntervalSeconds,
    "scrapeIntervalSeconds: 30",
  );
}
