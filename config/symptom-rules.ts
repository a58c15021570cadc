import { alertNames, isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";

/** The keys of {@link symptomProblems}' options. */
export const symptomKeys: readonly string[] = ["business", "work", "without"];

interface Subject {
  readonly metrics?: unknown;
  readonly work?: unknown;
}

/** Every problem of the alerts that are no objective, in the options of `objectives`. */
export function symptomProblems(report: Report, options: Record<string, unknown>, service: Subject): void {
  businessProblems(report, options["business"], service.metrics);
  workProblems(report, options["work"], service.work);
  withoutProblems(report, options["without"]);
}

function businessProblems(report: Report, business: unknown, metrics: unknown): void {
  if (business === undefined) return;
  const correction = "business: { shop_orders_placed_total: stopped() }";
  if (!isRecord(business)) {
    report.add("business/shape", "options.business", "alerts are keyed by counter", business, correction);
    return;
  }
  const counters = Object.entries(isRecord(metrics) ? metrics : {})
    .filter(([, metric]) => isRecord(metric) && metric["type"] === "counter")
    .map(([name]) => name);
  for (const [name, alerts] of Object.entries(business)) {
    const path = joinPath("options.business", name);
    if (!counters.includes(name)) {
      const meant = nearestName(name, counters);
      const fix = meant === undefined ? `one of ${counters.join(", ") || "none"}` : `${meant}: ...`;
      report.add("business/counter", path, "the service has no such counter", name, fix);
    }
    if (alerts === undefined) continue;
    const list: readonly unknown[] = Array.isArray(alerts) ? alerts : [alerts];
    const kinds = list.map((alert) => (isRecord(alert) ? alert["kind"] : undefined));
    if (new Set(kinds).size < kinds.length || list.length === 0) {
      const rule = "a counter has at most one alert of each kind, and not none";
      report.add("business/twice", path, rule, kinds, `${name}: [stopped(), threshold({ ... })]`);
    }
    list.forEach((alert, index) => {
      counterAlertProblems(report, Array.isArray(alerts) ? `${path}[${index}]` : path, alert);
    });
  }
}

function counterAlertProblems(report: Report, path: string, alert: unknown): void {
  if (!isRecord(alert) || (alert["kind"] !== "stopped" && alert["kind"] !== "threshold")) {
    const correction = 'stopped() or threshold({ atLeast: 10, within: "5m" })';
    report.add("business/alert", path, "an alert is stopped() or threshold()", alert, correction);
    return;
  }
  const isThreshold = alert["kind"] === "threshold";
  const limits = isThreshold ? ["atLeast", "atMost"] : [];
  report.unknownKeys(alert, path, ["kind", "within", "page", ...limits]);
  const { within, page } = alert as { readonly within?: unknown; readonly page?: unknown };
  if (!isWindow(within)) {
    const rule = "a window is whole minutes or hours, 2 minutes to 6 hours";
    report.add("business/within", joinPath(path, "within"), rule, within, 'within: "10m"');
  }
  if (page !== undefined && typeof page !== "boolean") {
    report.add("business/page", joinPath(path, "page"), "page is true or false", page, "page: true");
  }
  if (!isThreshold) return;
  const given = limits.filter((limit) => alert[limit] !== undefined);
  if (given.length === 0) {
    report.add("business/limit", path, "a threshold needs atLeast or atMost", alert, "atLeast: 10");
  }
  for (const limit of given) {
    if (typeof alert[limit] === "number" && alert[limit] > 0 && Number.isFinite(alert[limit])) continue;
    report.add(
      "business/limit",
      joinPath(path, limit),
      "a limit is a number of events above 0",
      alert[limit],
      `${limit}: 10`,
    );
  }
  if (given.length === 2 && Number(alert["atLeast"]) > Number(alert["atMost"])) {
    const rule = "atLeast is above atMost, so every number of events is wrong";
    report.add("business/limit", path, rule, [alert["atLeast"], alert["atMost"]], "atLeast: 10, atMost: 1000");
  }
}

/** Whether a text is a window of the rules, which run once a minute. */
function isWindow(within: unknown): boolean {
  const [, digits, unit] = /^([1-9]\d{0,2})([mh])$/.exec(String(within)) ?? [];
  const minutes = Number(digits) * (unit === "h" ? 60 : 1);
  return minutes >= 2 && minutes <= 360;
}

function workProblems(report: Report, work: unknown, declared: unknown): void {
  if (work === undefined) return;
  if (!isRecord(work)) {
    const correction = "work: { emails: { successWithinSeconds: 7200 } }";
    report.add("work-limit/shape", "options.work", "limits are keyed by kind of work", work, correction);
    return;
  }
  const names = Object.keys(isRecord(declared) ? declared : {});
  for (const [name, limit] of Object.entries(work)) {
    const path = joinPath("options.work", name);
    if (!names.includes(name)) {
      const meant = nearestName(name, names);
      const fix = meant === undefined ? `one of ${names.join(", ") || "none"}` : `${meant}: ...`;
      report.add("work-limit/work", path, "the service has no such work", name, fix);
    }
    if (limit === undefined) continue;
    const seconds = isRecord(limit) ? limit["successWithinSeconds"] : undefined;
    if (isRecord(limit)) report.unknownKeys(limit, path, ["successWithinSeconds"]);
    if (Number.isInteger(seconds) && Number(seconds) >= 60 && Number(seconds) <= 8 * 86_400) continue;
    const rule = "a limit is whole seconds, from a minute to 8 days";
    report.add(
      "work-limit/seconds",
      joinPath(path, "successWithinSeconds"),
      rule,
      seconds,
      "successWithinSeconds: 7200",
    );
  }
}

function withoutProblems(report: Report, without: unknown): void {
  if (without === undefined) return;
  const names = Object.values(alertNames).filter((name) => name !== alertNames.errorBudgetBurn);
  const correction = 'without: { ServiceHangs: "It only serves event streams." }';
  if (!isRecord(without)) {
    report.add("without/shape", "options.without", "reasons are keyed by alert", without, correction);
    return;
  }
  for (const [name, reason] of Object.entries(without)) {
    const path = joinPath("options.without", name);
    if (!names.some((known) => known === name)) {
      const fix = `${nearestName(name, names) ?? names[0]}: ...`;
      report.add("without/alert", path, "only a known alert that is no objective can be left out", name, fix);
    }
    if (typeof reason === "string" && reason.trim() !== "") continue;
    report.add("without/reason", path, "an alert that is left out needs a reason", reason, correction);
  }
}
