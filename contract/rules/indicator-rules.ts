import { nearestName } from "../nearest-name.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

const routePattern = /^(?:(?:CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE) )?\/\S*$/;

/** Problems of the indicators of a service. */
export function indicatorProblems(
  report: Report,
  indicators: Record<string, unknown>,
  metrics: Record<string, unknown>,
): void {
  for (const [name, indicator] of Object.entries(indicators)) {
    const path = joinPath("indicators", name);
    if (!/^[a-zA-Z][a-zA-Z0-9_]{0,49}$/.test(name)) {
      const rule = "the name of an indicator is letters, digits and _, at most 50";
      report.add("indicator/name", path, rule, name, "availability: requests()");
    }
    if (isRecord(indicator) && indicator["kind"] === "requests") requestsProblems(report, path, indicator);
    else if (isRecord(indicator) && indicator["kind"] === "ratio") ratioProblems(report, path, indicator, metrics);
    else report.add("indicator/shape", path, "an indicator is requests() or ratio()", indicator, `${name}: requests()`);
  }
}

function requestsProblems(report: Report, path: string, indicator: Record<string, unknown>): void {
  report.unknownKeys(indicator, path, ["kind", "routes", "fasterThanSeconds", "alsoBad", "abandonedAfterSeconds"]);
  const { routes, fasterThanSeconds, alsoBad, abandonedAfterSeconds } = indicator as Record<string, unknown> & {
    routes?: unknown;
    fasterThanSeconds?: unknown;
    alsoBad?: unknown;
    abandonedAfterSeconds?: unknown;
  };
  if (routes !== undefined && (!Array.isArray(routes) || routes.length === 0)) {
    report.add("indicator/routes", `${path}.routes`, "routes list at least one route", routes, '["POST /orders"]');
  }
  for (const route of Array.isArray(routes) ? routes : []) {
    if (typeof route === "string" && routePattern.test(route)) {
      if (!route.includes("{{")) continue;
      const rule =
        "a route has no {{, because alerts name it in their texts and Prometheus would read it as a template";
      report.add(
        "indicator/route-template",
        `${path}.routes`,
        rule,
        route,
        JSON.stringify(route.replace(/\{\{+/g, "{").replace(/\}\}+/g, "}")),
      );
      continue;
    }
    const rule = "a route is a path, or a method in capitals and a path";
    report.add("indicator/route", `${path}.routes`, rule, route, '"POST /orders" or "/orders"');
  }
  if (fasterThanSeconds !== undefined && !isPositive(fasterThanSeconds)) {
    const rule = "the threshold is a number of seconds above 0";
    report.add("indicator/threshold", `${path}.fasterThanSeconds`, rule, fasterThanSeconds, "fasterThanSeconds: 0.3");
  } else if (typeof fasterThanSeconds === "number" && fasterThanSeconds > 60) {
    const seconds = fasterThanSeconds / 1000;
    const rule = "the threshold is in seconds and above a minute";
    report.add(
      "indicator/threshold-unit",
      `${path}.fasterThanSeconds`,
      rule,
      fasterThanSeconds,
      `fasterThanSeconds: ${seconds}`,
    );
  }
  for (const status of Array.isArray(alsoBad) ? alsoBad : [alsoBad]) {
    if (Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 499 && status !== 429) continue;
    const rule = "alsoBad lists statuses from 400 to 499 without 429; 5xx is always bad";
    report.add("indicator/also-bad", `${path}.alsoBad`, rule, status, "alsoBad: [409]");
  }
  if (!isPositive(abandonedAfterSeconds)) {
    const rule = "the wait is a number of seconds above 0";
    report.add(
      "indicator/abandoned",
      `${path}.abandonedAfterSeconds`,
      rule,
      abandonedAfterSeconds,
      "abandonedAfterSeconds: 5",
    );
  }
}

function ratioProblems(
  report: Report,
  path: string,
  indicator: Record<string, unknown>,
  metrics: Record<string, unknown>,
): void {
  report.unknownKeys(indicator, path, ["kind", "bad", "total"]);
  const counters = Object.keys(metrics).filter(
    (name) => isRecord(metrics[name]) && metrics[name]["type"] === "counter",
  );
  for (const [role, otherRole] of [
    ["bad", "total"],
    ["total", "bad"],
  ] as const) {
    const name = indicator[role];
    if (typeof name === "string" && counters.includes(name)) continue;
    const candidates = counters.filter((counter) => counter !== indicator[otherRole] && counter.endsWith("_total"));
    const meant = typeof name === "string" ? nearestName(name, candidates) : undefined;
    const choice = candidates.length === 0 ? "a counter under metrics" : `one of ${candidates.join(", ")}`;
    const correction = meant === undefined ? choice : `${role}: ${JSON.stringify(meant)}`;
    const rule = "a ratio names two counters of this service";
    report.add("indicator/counter", `${path}.${role}`, rule, name, correction);
  }
  if (indicator["bad"] !== undefined && indicator["bad"] === indicator["total"]) {
    const rule = "bad and total are different counters";
    report.add("indicator/same-counter", path, rule, indicator["bad"], 'bad: "..._failed_total", total: "..._total"');
  }
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
