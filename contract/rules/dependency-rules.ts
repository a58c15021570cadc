import { dependencyMetrics, otherDependency } from "../dependencies.ts";
import { overflowValue } from "../names.ts";
import { ownNameCollisions } from "./own-name-collisions.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

const keys = ["host", "port", "abandonedAfterSeconds"];

/** Problems of the dependencies of a service. */
export function dependencyProblems(report: Report, definition: Record<string, unknown>): void {
  const dependencies = definition["dependencies"];
  if (dependencies === undefined) return;
  if (!isRecord(dependencies)) {
    const rule = "dependencies are an object keyed by name";
    report.add("dependency/shape", "dependencies", rule, dependencies, 'dependencies: { payments: { host: "..." } }');
    return;
  }
  const taken = new Map<string, string>();
  for (const [name, dependency] of Object.entries(dependencies)) {
    const path = joinPath("dependencies", name);
    nameProblems(report, path, name);
    if (!isRecord(dependency)) {
      const correction = `${name}: { host: "${name}.internal" }`;
      report.add("dependency/shape", path, "a dependency is an object with a host", dependency, correction);
      continue;
    }
    report.unknownKeys(dependency, path, keys);
    hostProblems(report, path, name, dependency, taken);
    portProblems(report, path, dependency["port"]);
    waitProblems(report, path, dependency["abandonedAfterSeconds"]);
  }
  if (Object.keys(dependencies).length === 0) return;
  ownNameCollisions(report, "dependencies", Object.values(dependencyMetrics), definition);
}

function nameProblems(report: Report, path: string, name: string): void {
  if (name === otherDependency || name === overflowValue) {
    report.add("dependency/reserved", path, `${name} is the dependency of undeclared hosts`, name, "another name");
  } else if (!/^[a-zA-Z][a-zA-Z0-9_-]{0,49}$/.test(name)) {
    const rule = "the name of a dependency is letters, digits, _ and -, at most 50";
    report.add("dependency/name", path, rule, name, 'payments: { host: "payments.internal" }');
  }
}

function hostProblems(
  report: Report,
  path: string,
  name: string,
  dependency: Record<string, unknown>,
  taken: Map<string, string>,
): void {
  const { host, port } = dependency as { host?: unknown; port?: unknown };
  const hosts = Array.isArray(host) ? host : [host];
  if (hosts.length === 0) {
    const rule = "a dependency has at least one host";
    report.add("dependency/host", `${path}.host`, rule, host, `host: "${name}.internal"`);
  }
  for (const text of hosts) {
    if (typeof text !== "string" || !isHost(text.toLowerCase())) {
      const rule = "a host is a name or an address without scheme, port and path, or *.suffix";
      report.add(
        "dependency/host",
        `${path}.host`,
        rule,
        text,
        `host: ${JSON.stringify(hostIn(text) ?? `${name}.internal`)}`,
      );
      continue;
    }
    const target = `${text.toLowerCase()}:${typeof port === "number" ? port : "*"}`;
    const other = taken.get(target);
    if (other !== undefined) {
      const rule = other === name ? "each host is listed once" : `this host and port belong to ${other}`;
      report.add(
        "dependency/host-taken",
        `${path}.host`,
        rule,
        text,
        "one host for one dependency, or different ports",
      );
    }
    taken.set(target, name);
  }
}

const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const hostName = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);

function isHost(text: string): boolean {
  if (text.length > 253) return false;
  return hostName.test(text) || (text.includes(":") && /^[0-9a-f:.]+$/.test(text) && text.split(":").length > 2);
}

/** The host of what may be an address or a host with a port. */
function hostIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const host = value
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^([^:]*):\d+$/, "$1")
    .replace(/\.$/, "");
  return isHost(host) ? host : undefined;
}

function portProblems(report: Report, path: string, port: unknown): void {
  if (port === undefined || (Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535)) return;
  report.add("dependency/port", `${path}.port`, "a port is a whole number from 1 to 65535", port, "port: 8080");
}

function waitProblems(report: Report, path: string, seconds: unknown): void {
  if (seconds === undefined || (typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0)) return;
  const rule = "the wait is a number of seconds above 0";
  report.add("dependency/abandoned", `${path}.abandonedAfterSeconds`, rule, seconds, "abandonedAfterSeconds: 5");
}
