import { isRecord, joinPath, type Report } from "@signalbox/contract";
import type { ServiceObjectives } from "./objectives.ts";
import { receiverProblems } from "./receiver-rules.ts";

/** Problems of the teams: each service's team exists and has the receivers that its objectives need. */
export function teamProblems(report: Report, teams: unknown, services: readonly ServiceObjectives[]): void {
  if (!isRecord(teams)) {
    const correction = 'teams: { storefront: { ticket: slack({ channel: "#storefront", urlFrom: {...} }) } }';
    report.add("config/teams", "teams", "teams are an object keyed by team name", typeof teams, correction);
    return;
  }
  for (const [name, team] of Object.entries(teams)) {
    const path = joinPath("teams", name);
    if (!isRecord(team)) {
      report.add("config/team", path, "a team is an object", typeof team, `${name}: { page: ..., ticket: ... }`);
      continue;
    }
    report.unknownKeys(team, path, ["page", "ticket"]);
    receiverProblems(report, `${path}.ticket`, team["ticket"]);
    if (team["page"] !== undefined) receiverProblems(report, `${path}.page`, team["page"]);
  }
  services.forEach(({ service, objectives }, index) => {
    const team = teams[service.team];
    if (!isRecord(team)) {
      const rule = `the team of ${service.name} is not in teams, so nobody would be told`;
      report.add(
        "config/team-unknown",
        `services[${index}].team`,
        rule,
        service.team,
        `teams: { ${service.team}: { ... } }`,
      );
    } else if (team["page"] === undefined && objectives.some(({ page }) => page)) {
      const rule = `${service.name} pages, and team ${service.team} has no page receiver`;
      report.add(
        "config/team-page",
        joinPath("teams", service.team),
        rule,
        Object.keys(team),
        "page: pagerDuty({ ... })",
      );
    }
  });
}

/** Problems of the environments: at least one, each with a namespace of its own. */
export function environmentProblems(report: Report, environments: unknown): void {
  if (!isRecord(environments) || Object.keys(environments).length === 0) {
    const correction = 'environments: { production: { namespace: "storefront" } }';
    report.add("config/environments", "environments", "at least one environment is needed", environments, correction);
    return;
  }
  const seen = new Map<unknown, string>();
  for (const [name, environment] of Object.entries(environments)) {
    const path = joinPath("environments", name);
    if (!/^[a-z][-a-z0-9]{0,30}$/.test(name)) {
      const rule = "an environment's name is lower-case letters, digits and hyphens";
      report.add("config/environment-name", path, rule, name, "production: { ... }");
    }
    if (!isRecord(environment)) {
      const correction = `${name}: { namespace: "storefront" }`;
      report.add("config/environment", path, "an environment is an object", environment, correction);
      continue;
    }
    const { namespace, pages } = environment as { readonly namespace?: unknown; readonly pages?: unknown };
    report.unknownKeys(environment, path, ["namespace", "pages"]);
    if (pages !== undefined && typeof pages !== "boolean") {
      const rule = "pages is true or false; any other value would page";
      const meant = /^(false|no|off|0|null)$/i.test(String(pages)) ? "false" : "true";
      report.add("config/environment-pages", `${path}.pages`, rule, pages, `pages: ${meant}`);
    }
    if (typeof namespace !== "string" || !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
      const rule = "a namespace is lower-case letters, digits and hyphens";
      report.add("config/namespace", `${path}.namespace`, rule, namespace, 'namespace: "storefront"');
    } else if (seen.has(namespace)) {
      const rule = `${seen.get(namespace)} has this namespace already`;
      report.add("config/namespace-twice", `${path}.namespace`, rule, namespace, `namespace: "${namespace}-${name}"`);
    }
    seen.set(namespace, name);
  }
}
