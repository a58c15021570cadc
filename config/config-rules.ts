import { hasBrand, isRecord, joinPath, nearestName, type Problem, Report } from "@signalbox/contract";
import { patchProblems } from "./alert-patch-rules.ts";
import { configuredCaseProblems } from "./configured-case-rules.ts";
import { historyProblems } from "./history-rules.ts";
import type { ServiceObjectives } from "./objectives.ts";
import { environmentProblems, teamProblems } from "./people-and-places-rules.ts";
import { businessHistoryProblems, platformProblems } from "./profile-alert-rules.ts";
import { routingProblems } from "./routing/routing-rules.ts";

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
  urlProblems(report, definition);
  teamProblems(report, definition["teams"], services);
  routingProblems(report, definition);
  environmentProblems(report, definition["environments"]);
  boardProblems(report, definition["boards"], services);
  const { rules, environments, identity } = definition;
  patchProblems(report, definition["patches"], {
    services: services.map(({ service }) => service.name),
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

function prometheusProblems(report: Report, profile: unknown, services: readonly ServiceObjectives[]): void {
  if (!isRecord(profile) || profile["kind"] !== "kubePrometheusStack") {
    const correction = 'kubePrometheusStack({ release: "monitoring", namespace: "monitoring" })';
    report.add("config/prometheus", "prometheus", "a Prometheus profile is needed", profile, correction);
    return;
  }
  report.text(profile["namespace"], "prometheus.namespace", 'namespace: "monitoring"');
  const labels = profile["selectedLabels"];
  if (isRecord(labels)) report.text(labels["release"], "prometheus.release", 'release: "monitoring"');
  if (!/^\d+\.\d+$/.test(String(profile["prometheusVersion"]))) {
    const rule = "the version is major.minor";
    report.add("config/version", "prometheus.prometheusVersion", rule, profile["prometheusVersion"], '"3.15"');
  }
  for (const key of ["retentionDays", "scrapeIntervalSeconds"]) {
    if (typeof profile[key] === "number" && profile[key] > 0) continue;
    report.add(
      "config/prometheus-number",
      `prometheus.${key}`,
      "a number above 0 is needed",
      profile[key],
      `${key}: 30`,
    );
  }
  historyProblems(report, profile, services);
}

function identityProblems(report: Report, identity: unknown): void {
  if (identity === undefined) return;
  const names = Array.isArray(identity) ? identity : [];
  const valid = names.every((name) => typeof name === "string" && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (names.length === 0 || !valid) {
    const rule = "identity lists label names";
    report.add("config/identity", "identity", rule, identity, 'identity: ["namespace", "job"]');
  } else if (!names.includes("job")) {
    const correction = `identity: ${JSON.stringify([...names, "job"])}`;
    report.add("config/identity-job", "identity", "job tells one service from another", identity, correction);
  }
}

function urlProblems(report: Report, definition: Record<string, unknown>): void {
  const grafana = isRecord(definition["grafana"]) ? definition["grafana"] : {};
  report.unknownKeys(grafana, "grafana", ["url", "folder"]);
  for (const [path, url] of [
    ["grafana.url", grafana["url"]],
    ["runbooksUrl", definition["runbooksUrl"]],
    ["alertmanagerUrl", definition["alertmanagerUrl"]],
  ] as const) {
    const correction = `"https://${path === "alertmanagerUrl" ? "alertmanager" : "grafana"}.example.com"`;
    if (url === undefined) continue;
    if (typeof url !== "string" || !URL.canParse(url) || !/^https?:/.test(url)) {
      report.add("config/url", path, "an http or https address is needed", url, correction);
    } else if (url.includes("{{")) {
      report.add("config/url", path, "Prometheus would take {{ in an alert's links for a template", url, correction);
    }
  }
}

function boardProblems(report: Report, boards: unknown, services: readonly ServiceObjectives[]): void {
  const names = services.map(({ service }) => service.name);
  for (const [index, board] of (Array.isArray(boards) ? boards : []).entries()) {
    const name = isRecord(board) ? String(board["service"]) : "";
    if (names.includes(name)) continue;
    const meant = nearestName(name, names) ?? names[0] ?? "shop";
    const path = joinPath(`boards[${index}]`, "service");
    report.add("config/board", path, "this service is not in services", name, `onBoard(${meant}, [...])`);
  }
}
