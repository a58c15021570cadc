import { hasBrand, nearestName, type Report } from "@signalbox/contract";
import type { AlertCase } from "./alert-case.ts";

/** Every problem that only the config can know: names that it does not have, and cases of the same name. */
export function configuredCaseProblems(
  report: Report,
  cases: unknown,
  known: {
    readonly services: readonly { readonly service: { readonly name: string; readonly indicators: object } }[];
    readonly rules: readonly string[];
    readonly environments: readonly string[];
  },
): void {
  const oneOf = (path: string, what: string, name: string, names: readonly string[]): void => {
    if (names.includes(name)) return;
    const correction =
      nearestName(name, names) ?? (names.length === 0 ? "none is there" : `one of ${names.join(", ")}`);
    report.add("case/unknown", path, `the config has no such ${what}`, name, correction);
  };
  const services = known.services.map(({ service }) => service);
  const seen = new Set<string>();
  if (cases !== undefined && !Array.isArray(cases)) {
    report.add("case/list", "cases", "cases are a list", cases, "cases: [alertCase({ ... })]");
  }
  (Array.isArray(cases) ? cases : []).forEach((one: unknown, index) => {
    const path = `cases[${index}]`;
    if (!hasBrand(one, "alert-case/1")) {
      report.add("case/made", path, "a case comes from alertCase()", one, "alertCase({ name: ..., alert: ..., ... })");
      return;
    }
    const { name, source, traffic } = one as AlertCase;
    if (seen.has(name))
      report.add("case/name-twice", `${path}.name`, "each case has a name of its own", name, "another sentence");
    seen.add(name);
    if (source.kind === "rules") oneOf(`${path}.rules`, "rule file", source.path, known.rules);
    else
      oneOf(
        `${path}.service`,
        "service",
        source.service,
        services.map((service) => service.name),
      );
    traffic.forEach(({ service, indicator, environment }, place) => {
      const at = `${path}.traffic[${place}]`;
      oneOf(
        `${at}.service`,
        "service",
        service,
        services.map((other) => other.name),
      );
      const indicators = services.find((other) => other.name === service)?.indicators;
      if (indicators !== undefined)
        oneOf(`${at}.indicator`, `indicator of ${service}`, indicator, Object.keys(indicators));
      if (environment !== undefined) oneOf(`${at}.environment`, "environment", environment, known.environments);
    });
  });
}
