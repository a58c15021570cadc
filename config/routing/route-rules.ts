import { isRecord, nearestName, type Report } from "@signalbox/contract";
import { parseMatchers } from "./label-matcher.ts";
import { timeIntervalProblems } from "./time-interval-rules.ts";

/** Names that routes may use. */
export interface RouteSurroundings {
  readonly receivers: readonly string[];
  readonly intervals: readonly string[];
}

const routeKeys = [
  ...["receiver", "matchers", "group_by", "group_wait", "group_interval", "repeat_interval", "continue", "routes"],
  ...["mute_time_intervals", "active_time_intervals"],
];

/**
 * Problems of routes, inhibitions and time intervals in Alertmanager's own notation.
 * @param key `routes` for a list, `route` for a whole tree
 */
export function routeProblems(
  report: Report,
  path: string,
  holder: Record<string, unknown>,
  key: "route" | "routes",
  known: RouteSurroundings,
): void {
  const routes = key === "route" ? [holder["route"]] : holder["routes"];
  const at = (index: number): string => (key === "route" ? `${path}.route` : `${path}.routes[${index}]`);
  list(report, `${path}.${key}`, routes).forEach((route, index) => {
    oneRoute(report, at(index), route, known);
  });
  const [rules, intervals] = key === "route" ? ["inhibit_rules", "time_intervals"] : ["inhibitRules", "timeIntervals"];
  list(report, `${path}.${rules}`, holder[rules]).forEach((rule, index) => {
    inhibition(report, `${path}.${rules}[${index}]`, rule);
  });
  const spans = `${path}.${intervals}`;
  timeIntervalProblems(report, spans, list(report, spans, holder[intervals]));
}

function list(report: Report, path: string, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  report.add("config/list", path, "a list is needed", typeof value, "[{ ... }]");
  return [];
}

function oneRoute(report: Report, path: string, route: unknown, known: RouteSurroundings): void {
  if (!isRecord(route)) {
    report.add(
      "config/route",
      path,
      "a route is an object",
      route,
      '{ matchers: [\'team="data"\'], receiver: "data-ticket" }',
    );
    return;
  }
  report.unknownKeys(route, path, routeKeys);
  const { receiver } = route as { receiver?: unknown };
  if (receiver !== undefined && !(typeof receiver === "string" && known.receivers.includes(receiver))) {
    const meant = typeof receiver === "string" ? nearestName(receiver, known.receivers) : undefined;
    const correction = `receiver: "${meant ?? known.receivers[0] ?? "nobody"}"; known are ${known.receivers.join(", ")}`;
    report.add(
      "config/route-receiver",
      `${path}.receiver`,
      "no team and no entry of receivers defines this receiver",
      receiver,
      correction,
    );
  }
  matcherList(report, `${path}.matchers`, route["matchers"]);
  labelList(report, `${path}.group_by`, route["group_by"], true);
  for (const field of ["group_wait", "group_interval", "repeat_interval"])
    durationProblem(report, `${path}.${field}`, route[field]);
  if (route["continue"] !== undefined && typeof route["continue"] !== "boolean") {
    const rule = "continue is true or false";
    report.add("config/route-continue", `${path}.continue`, rule, route["continue"], "continue: true");
  }
  for (const field of ["mute_time_intervals", "active_time_intervals"]) {
    for (const name of list(report, `${path}.${field}`, route[field])) {
      if (known.intervals.includes(String(name))) continue;
      const meant = nearestName(String(name), known.intervals) ?? known.intervals[0] ?? "office-hours";
      report.add("config/route-interval", `${path}.${field}`, "no time interval has this name", name, `"${meant}"`);
    }
  }
  list(report, `${path}.routes`, route["routes"]).forEach((child, index) => {
    oneRoute(report, `${path}.routes[${index}]`, child, known);
  });
}

function durationProblem(report: Report, path: string, value: unknown): void {
  if (value === undefined) return;
  if (
    typeof value === "string" &&
    /^(0|(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?)$/.test(value) &&
    value !== ""
  ) {
    if (path.endsWith("group_wait") || /[1-9]/.test(value)) return;
    const rule = "Alertmanager needs a time above zero here";
    report.add("config/duration", path, rule, value, '"5m"');
    return;
  }
  report.add(
    "config/duration",
    path,
    "a duration is in Prometheus's notation: whole numbers, largest unit first",
    value,
    '"30s", "5m", "4h", "1d"',
  );
}

/** Names of labels, each once; `...` alone groups by all of them. */
function labelList(report: Report, path: string, value: unknown, all: boolean): void {
  if (value === undefined) return;
  const example = `${path.split(".").at(-1)}: ["namespace", "job"]`;
  if (!Array.isArray(value)) {
    report.add("config/label-list", path, "a list of label names is needed", value, example);
    return;
  }
  if (all && value.length === 1 && value[0] === "...") return;
  value.forEach((name: unknown, index) => {
    const at = `${path}[${index}]`;
    if (typeof name !== "string" || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
      const rule = name === "..." && all ? "... stands for every label, so it stands alone" : "this is no label name";
      report.add("config/label-list", at, rule, name, name === "..." && all ? 'group_by: ["..."]' : example);
    } else if (value.indexOf(name) < index) {
      report.add("config/label-list", at, "each label is listed once", name, example);
    }
  });
}

function inhibition(report: Report, path: string, rule: unknown): void {
  if (!isRecord(rule)) {
    report.add(
      "config/inhibition",
      path,
      "an inhibition is an object",
      rule,
      "{ source_matchers: [...], target_matchers: [...], equal: [...] }",
    );
    return;
  }
  report.unknownKeys(rule, path, ["source_matchers", "target_matchers", "equal", "name"]);
  labelList(report, `${path}.equal`, rule["equal"], false);
  for (const side of ["source_matchers", "target_matchers"]) {
    const matchers = rule[side];
    if (Array.isArray(matchers) && matchers.length > 0) matcherList(report, `${path}.${side}`, matchers);
    else
      report.add(
        "config/inhibition",
        `${path}.${side}`,
        "without matchers every alert is meant",
        matchers,
        `${side}: ['severity="critical"']`,
      );
  }
}

function matcherList(report: Report, path: string, matchers: unknown): void {
  list(report, path, matchers).forEach((text, index) => {
    const parsed = typeof text === "string" ? parseMatchers(text) : { ok: false as const, why: "a matcher is a text" };
    if (parsed.ok) return;
    report.add(
      "config/matcher",
      `${path}[${index}]`,
      `Alertmanager cannot read this: ${parsed.why}`,
      text,
      "'team=\"storefront\"' or 'severity=~\"critical|warning\"'",
    );
  });
}
