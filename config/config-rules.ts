import { hasBrand, isRecord, type Problem, Report } from "@signalbox/contract";
import { additionProblems } from "./addition-rules.ts";
import { patchProblems } from "./alert-patch-rules.ts";
import { configuredCaseProblems } from "./configured-case-rules.ts";
import { identityProblems } from "./identity-rules.ts";
import { linkProblems } from "./link-rules.ts";
import type { ServiceObjectives } from "./objectives.ts";
import { environmentProblems, teamProblems } from "./people-and-places-rules.ts";
import { businessHistoryProblems, platformProblems } from "./profile-alert-rules.ts";
import { prometheusProblems } from "./prometheus-rules.ts";
import { routingProblems } from "./routing/routing-rules.ts";
import { severityProblems } from "./severity-rules.ts";

const keys = [
  "services",
  "out",
  "prometheus",
  "identity",
  "severity",
  "grafana",
  "runbooksUrl",
  "alertmanagerUrl",
  "teams",
  "routing",
  "environments",
  "rules",
  "cases",
  "patches",
  "boards",
  "externalMetrics",
];

/** Every problem of a config. */
export function configProblems(definition: unknown): readonly Problem[] {
  const report = new Report();
  if (!isRecord(definition)) {
    report.add("config/shape", "config", "a config is an object", definition, "defineConfig({ services: [...], ... })");
    return report.problems;
  }
  report.unknownKeys(definition, "", keys);
  const services = serviceList(report, definition["services"]);
  outProblems(report, definition["out"]);
  prometheusProblems(report, definition["prometheus"], services);
  businessHistoryProblems(report, definition["prometheus"], services);
  platformProblems(report, definition["prometheus"], definition["teams"]);
  identityProblems(report, definition["identity"]);
  severityProblems(report, definition["severity"]);
  linkProblems(report, definition);
  teamProblems(report, definition["teams"], services);
  routingProblems(report, definition);
  environmentProblems(report, definition["environments"]);
  const names = services.map(({ service }) => service.name);
  additionProblems(report, definition, names);
  const { rules, environments, identity } = definition;
  patchProblems(report, definition["patches"], {
    services: names,
    identity: Array.isArray(identity) ? identity.map(String) : ["namespace", "job"],
  });
  configuredCaseProblems(report, definition["cases"], {
    services,
    rules: (Array.isArray(rules) ? rules : []).map((one) => (isRecord(one) ? String(one["path"]) : "")),
    environments: isRecord(environments) ? Object.keys(environments) : [],
  });
  return report.problems;
}

function serviceList(report: Report, services: unknown): readonly ServiceObjectives[] {
  if (!Array.isArray(services) || services.length === 0) {
    report.add("config/services", "services", "at least one service is needed", services, "services: [shopObjectives]");
    return [];
  }
  const known: ServiceObjectives[] = [];
  services.forEach((service, index) => {
    const path = `services[${index}]`;
    if (!hasBrand(service, "objectives/1")) {
      const correction = "objectives(shop, { availability: { targetRatio: 0.999 } })";
      report.add("config/service", path, "a service comes from objectives()", service, correction);
      return;
    }
    const { name } = (service as ServiceObjectives).service;
    if (known.some((other) => other.service.name === name)) {
      report.add("config/service-twice", path, "each service is listed once", name, "another name, or one entry");
    }
    known.push(service as ServiceObjectives);
  });
  return known;
}

function outProblems(report: Report, out: unknown): void {
  if (out === undefined) return;
  if (typeof out === "string" && out !== "" && !/^([/\\]|[A-Za-z]:)/.test(out) && !out.includes("\0")) return;
  report.add("config/out", "out", "the folder is a path relative to the config", out, 'out: "observability"');
}
