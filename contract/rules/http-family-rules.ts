import { boundsProblems } from "./metric-rules.ts";
import { nativeProblems } from "./native-rules.ts";
import { isRecord, type Report } from "./report.ts";

/** Problems of an HTTP family; `otel()` has none, `promClient({...})` carries what the user wrote. */
export function httpFamilyProblems(report: Report, family: unknown): void {
  if (!isRecord(family) || !isRecord(family["duration"]) || !isRecord(family["labels"])) {
    report.add("http/family", "http", "an HTTP family is needed", family, "http: otel() or http: promClient({ ... })");
    return;
  }
  metricName(report, "http.duration", family["duration"]["metric"], "http_request_duration_seconds");
  if (family["detail"] !== "full" && family["detail"] !== "lean") {
    report.add(
      "http/detail",
      "http.detail",
      "full or lean is needed",
      family["detail"],
      'http: otel({ detail: "lean" })',
    );
  }
  if (family["activeRequests"] !== undefined) {
    metricName(report, "http.activeRequests", family["activeRequests"], "http_requests_in_flight");
  }
  boundsProblems(report, "http.bounds", family["duration"]["bounds"]);
  nativeProblems(report, "http.native", family["duration"]["native"]);
  for (const [role, name] of Object.entries(family["labels"])) labelName(report, `http.labels.${role}`, name, role);
  const others = Array.isArray(family["otherLabels"]) ? family["otherLabels"] : [];
  others.forEach((name, index) => {
    labelName(report, `http.otherLabels[${index}]`, name, "tenant");
  });
  const badStatus = family["badStatus"];
  if (!isRegularExpression(badStatus)) {
    report.add("http/bad-status", "http.badStatus", "a regular expression is needed", badStatus, '"5.."');
  } else if (!isRe2(badStatus)) {
    const rule =
      "Prometheus's regular expressions (RE2) have no lookaround, no references back, no empty class and fewer escapes";
    report.add("http/bad-status", "http.badStatus", rule, badStatus, '"5..|429"');
  }
}

function metricName(report: Report, path: string, name: unknown, example: string): void {
  if (typeof name === "string" && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return;
  report.add("http/metric-name", path, "a metric name is letters, digits and _", name, JSON.stringify(example));
}

function labelName(report: Report, path: string, name: unknown, example: string): void {
  if (typeof name === "string" && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && !name.startsWith("__") && name !== "le")
    return;
  report.add(
    "http/label-name",
    path,
    "a label name is letters, digits and _, and not le",
    name,
    JSON.stringify(example),
  );
}

function isRegularExpression(value: unknown): value is string {
  if (typeof value !== "string" || value === "") return false;
  try {
    new RegExp(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a JavaScript expression has no part that only JavaScript knows (https://github.com/google/re2/wiki/Syntax). */
function isRe2(expression: string): boolean {
  const parts = expression.match(/\\.|\(\?<?[=!]|\[\^?\]/gs) ?? [];
  return parts.every((part) => /^\\([^A-Za-z1-9]|[bBdDfnrsStvwWx])$/s.test(part));
}
