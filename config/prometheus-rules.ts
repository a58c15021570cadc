import { isRecord, type Report } from "@signalbox/contract";
import { historyProblems } from "./history-rules.ts";
import type { ServiceObjectives } from "./objectives.ts";

/** What `kubePrometheusStack` takes. */
const optionNames = [
  ...["release", "namespace", "prometheusVersion", "retentionDays", "longTermSource", "scrapeIntervalSeconds"],
  "platformAlerts",
];

/** What the numbers of a profile may be, with the reason. */
const limits = [
  { key: "retentionDays", least: 1, most: 3650, why: "days are a number from 1 to 3650", example: 30 },
  {
    key: "scrapeIntervalSeconds",
    least: 1,
    most: 75,
    why: "seconds are a number from 1 to 75: the rules look at 5 minutes and need four scrapes in them, so that a lost one leaves no gap",
    example: 30,
  },
] as const;

/** Problems of the Prometheus profile, held against what the objectives need. */
export function prometheusProblems(report: Report, profile: unknown, services: readonly ServiceObjectives[]): void {
  if (!isRecord(profile) || profile["kind"] !== "kubePrometheusStack") {
    const correction = 'kubePrometheusStack({ release: "monitoring", namespace: "monitoring" })';
    report.add("config/prometheus", "prometheus", "a Prometheus profile is needed", profile, correction);
    return;
  }
  const { kind: _, selectedLabels, ...options } = profile;
  report.unknownKeys(options, "prometheus", optionNames);
  nameProblem(report, "release", isRecord(selectedLabels) ? selectedLabels["release"] : undefined);
  nameProblem(report, "namespace", profile["namespace"]);
  const version = profile["prometheusVersion"];
  if (typeof version !== "string" || !/^([2-9]|[1-9]\d)\.(0|[1-9]\d*)$/.test(version)) {
    const rule = "the version is a text, major.minor from 2.0 on: as a number 3.10 would be 3.1";
    report.add("config/version", "prometheus.prometheusVersion", rule, version, 'prometheusVersion: "3.15"');
  }
  for (const { key, least, most, why, example } of limits) {
    const value = profile[key];
    if (typeof value === "number" && value >= least && value <= most) continue;
    report.add("config/prometheus-number", `prometheus.${key}`, why, value, `${key}: ${example}`);
  }
  historyProblems(report, profile, services);
}

/** Kubernetes takes both for the name or the label of an object. */
function nameProblem(report: Report, key: "release" | "namespace", value: unknown): void {
  if (typeof value === "string" && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)) return;
  const rule = `the ${key} is lower-case letters, digits and hyphens, at most 63`;
  report.add("config/prometheus-name", `prometheus.${key}`, rule, value, `${key}: "monitoring"`);
}
