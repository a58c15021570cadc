import { overflowValue, targetLabels } from "../names.ts";
import { seriesLimits } from "../series-limits.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

/** Problems of the labels of one metric. */
export function labelProblems(report: Report, metricPath: string, labels: unknown): void {
  if (!isRecord(labels)) {
    report.add("label/shape", `${metricPath}.labels`, "labels are an object keyed by label name", labels, "{}");
    return;
  }
  for (const [name, values] of Object.entries(labels)) {
    const path = joinPath(`${metricPath}.labels`, name);
    nameProblems(report, path, name);
    valueProblems(report, path, name, values);
  }
}

function nameProblems(report: Report, path: string, name: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    report.add("label/name", path, "a label name is lower-case letters, digits and _", name, "category: [...]");
  } else if (targetLabels.includes(name)) {
    report.add("label/reserved", path, "Prometheus sets this label on targets", name, `${name}_name: [...]`);
  } else if (["le", "quantile", "sli"].includes(name)) {
    report.add("label/reserved", path, "this label name has a meaning of its own", name, `${name}_name: [...]`);
  }
}

function valueProblems(report: Report, path: string, name: string, values: unknown): void {
  if (isRecord(values)) {
    const { max } = values as { max?: unknown };
    if (values["open"] === true && Number.isInteger(max) && Number(max) >= 1 && Number(max) <= 10_000) return;
    report.add("label/open", path, "an open label has a max from 1 to 10000", values, `${name}: open({ max: 100 })`);
    return;
  }
  if (!Array.isArray(values) || values.length === 0) {
    const rule = "a label lists its values, or is open({ max })";
    report.add("label/values", path, rule, values, `${name}: ["a", "b"] or ${name}: open({ max: 100 })`);
    return;
  }
  const wrong = values.filter((value) => typeof value !== "string" || value === "" || value === overflowValue);
  if (wrong.length > 0) {
    report.add("label/values", path, "a listed value is a text that is not empty", wrong[0], `${name}: ["a", "b"]`);
  }
  const long = values.find((value) => new TextEncoder().encode(String(value)).length > seriesLimits.labelValueBytes);
  if (long !== undefined) {
    report.add(
      "label/values",
      path,
      `a listed value has at most ${seriesLimits.labelValueBytes} bytes, because a longer one is cut and then never matches the list`,
      long,
      `${name}: ["a", "b"]`,
    );
  }
  const repeated = values.filter((value, index) => values.indexOf(value) !== index);
  if (repeated.length > 0) {
    report.add("label/repeated", path, "each value is listed once", repeated[0], JSON.stringify([...new Set(values)]));
  }
}
