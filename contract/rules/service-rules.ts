import type { Problem } from "../problems.ts";
import { workCounters } from "../work.ts";
import { dependencyProblems } from "./dependency-rules.ts";
import { httpFamilyProblems } from "./http-family-rules.ts";
import { indicatorProblems } from "./indicator-rules.ts";
import { metricProblems } from "./metric-rules.ts";
import { processProblems } from "./process-rules.ts";
import { isRecord, Report } from "./report.ts";
import { workProblems } from "./work-rules.ts";

const keys = ["name", "team", "description", "http", "process", "metrics", "dependencies", "work", "indicators"];

/** Every problem of a service definition, in the order in which it is written. */
export function serviceProblems(definition: unknown): readonly Problem[] {
  const report = new Report();
  if (!isRecord(definition)) {
    report.add(
      "service/shape",
      "definition",
      "a service is an object",
      definition,
      'defineService({ name: "shop", ... })',
    );
    return report.problems;
  }
  report.unknownKeys(definition, "", keys);
  dnsName(report, "name", definition["name"], 'name: "shop"');
  dnsName(report, "team", definition["team"], 'team: "storefront"');
  report.text(definition["description"], "description", 'description: "Sells products to customers."');
  if (definition["http"] !== undefined) httpFamilyProblems(report, definition["http"]);
  const metrics = section(report, definition, "metrics");
  metricProblems(report, metrics);
  processProblems(report, definition, metrics);
  dependencyProblems(report, definition);
  workProblems(report, definition);
  const counters = { ...metrics, ...workCounters(definition["work"]) };
  indicatorProblems(report, section(report, definition, "indicators"), counters);
  return report.problems;
}

function section(report: Report, definition: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = definition[key] ?? {};
  if (isRecord(value)) return value;
  report.add("service/shape", key, "an object keyed by name is needed", value, `${key}: {}`);
  return {};
}

/** Names become Kubernetes names and label values; 50 characters leave room for suffixes within 63. */
function dnsName(report: Report, path: string, value: unknown, correction: string): void {
  if (!report.text(value, path, correction)) return;
  if (/^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/.test(value)) return;
  const suggestion = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 50);
  report.add(
    "name/dns",
    path,
    "lower-case letters, digits and hyphens, starting with a letter, at most 50",
    value,
    suggestion === "" ? correction : `${path}: ${JSON.stringify(suggestion)}`,
  );
}
