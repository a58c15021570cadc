import { isOpen, type Metric } from "../metrics.ts";
import { showValue } from "../problems.ts";
import { labelCombinations, seriesLimits } from "../series-limits.ts";
import { labelProblems } from "./label-rules.ts";
import { nativeProblems } from "./native-rules.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

const units = ["seconds", "bytes", "ratio", "celsius", "meters", "grams", "joules", "volts", "amperes"];

/** What stands for a base unit when a name is written in another one, and the factor. */
const otherUnits: Readonly<Record<string, string>> = {
  milliseconds: "seconds",
  ms: "seconds",
  minutes: "seconds",
  hours: "seconds",
  kilobytes: "bytes",
  kb: "bytes",
  megabytes: "bytes",
  mb: "bytes",
  percent: "ratio",
};

/** Names that would collide with our own series or with those that Prometheus adds. */
const reservedPrefixes = ["sli_", "slo_", "signalbox_", "scrape_", "http_server_"];

/** Problems of the metrics of a service. */
export function metricProblems(report: Report, metrics: Record<string, unknown>): void {
  for (const [name, metric] of Object.entries(metrics)) {
    const path = joinPath("metrics", name);
    if (!isMetric(metric)) {
      report.add(
        "metric/shape",
        path,
        "a metric is a counter, gauge or histogram",
        metric,
        'counter("What it counts.")',
      );
      continue;
    }
    report.unknownKeys(metric, path, ["type", "help", "labels", "unit", "labelSetLimit", "bounds", "native"]);
    report.text(metric.help, `${path}.help`, `${metric.type}("What it tells, in one sentence.")`);
    nameProblems(report, path, name, metric);
    unitProblems(report, path, name, metric);
    const before = report.problems.length;
    labelProblems(report, path, metric.labels);
    if (metric.type === "histogram") {
      boundsProblems(report, `${path}.bounds`, metric.bounds);
      nativeProblems(report, `${path}.native`, metric.native);
    }
    if (report.problems.length === before) seriesProblems(report, path, metric);
  }
  for (const [name, metric] of Object.entries(metrics)) {
    if (!isMetric(metric)) continue;
    if (metric.type === "histogram") suffixCollisions(report, name, metrics);
    if (metric.type === "counter") familyCollision(report, name, metrics);
  }
}

function nameProblems(report: Report, path: string, name: string, metric: Metric): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    const snake = name
      .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, "_");
    report.add("metric/name", path, "a name is lower-case letters, digits and _", name, `${snake}: ...`);
    return;
  }
  const prefix = name === "up" ? "up" : reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix !== undefined) {
    report.add("metric/reserved", path, `names that start with ${prefix} are taken`, name, `shop_${name}: ...`);
  }
  if (metric.type === "counter" && !name.endsWith("_total")) {
    report.add(
      "metric/counter-suffix",
      path,
      "the name of a counter ends in _total",
      name,
      `${name}_total: counter(...)`,
    );
  }
  if (metric.type !== "counter" && name.endsWith("_total")) {
    const bare = name.slice(0, -"_total".length);
    report.add(
      "metric/total-suffix",
      path,
      `only a counter ends in _total, this is a ${metric.type}`,
      name,
      `${bare}: ...`,
    );
  }
  const suffix = /_(bucket|count|sum)$/.exec(name);
  if (suffix !== null) {
    report.add(
      "metric/suffix",
      path,
      `${suffix[0]} belongs to histograms`,
      name,
      `${name.slice(0, suffix.index)}: ...`,
    );
  }
  const type = /(?:^|_)(counter|gauge|histogram)(?:_|$)/.exec(name);
  if (type !== null) {
    report.add("metric/type-in-name", path, "a name does not repeat the type", name, `leave out "${type[1]}"`);
  }
}

function unitProblems(report: Report, path: string, name: string, metric: Metric): void {
  const stem = name.endsWith("_total") ? name.slice(0, -"_total".length) : name;
  const last = stem.slice(stem.lastIndexOf("_") + 1);
  const base = otherUnits[last];
  if (base !== undefined) {
    const renamed = `${stem.slice(0, stem.length - last.length)}${base}${name.slice(stem.length)}`;
    report.add("metric/base-unit", path, `${last} is not a base unit; measure in ${base}`, name, `${renamed}: ...`);
    return;
  }
  if (metric.unit === undefined) return;
  if (!units.includes(metric.unit)) {
    report.add("metric/unit", `${path}.unit`, "this is not a base unit", metric.unit, `one of ${units.join(", ")}`);
  } else if (last !== metric.unit) {
    const renamed = `${stem}_${metric.unit}${name.slice(stem.length)}`;
    report.add("metric/unit-in-name", path, `the unit stands in the name: ${metric.unit}`, name, `${renamed}: ...`);
  }
}

/** Problems of bucket bounds: finite, ascending, at least one, at most 100. */
export function boundsProblems(report: Report, path: string, bounds: unknown): void {
  const rule = "bounds are 1 to 100 finite numbers, each greater than the one before";
  const example = "[0.1, 0.25, 0.5, 1]";
  if (!Array.isArray(bounds) || bounds.length === 0 || bounds.length > 100) {
    report.add("metric/bounds", path, rule, bounds, example);
    return;
  }
  const ascending = bounds.every(
    (bound, index) => typeof bound === "number" && Number.isFinite(bound) && (index === 0 || bound > bounds[index - 1]),
  );
  if (ascending) return;
  const numbers = bounds.filter((bound) => typeof bound === "number" && Number.isFinite(bound)) as number[];
  const sorted = [...new Set(numbers)].sort((left, right) => left - right);
  report.add("metric/bounds", path, rule, bounds, sorted.length > 0 ? showValue(sorted) : example);
}

/** A limit of its own lets a metric with open labels allow more than it keeps; what is listed is always kept. */
function seriesProblems(report: Report, path: string, metric: Metric): void {
  const { labelSetLimit: limit } = metric;
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= highestLabelSetLimit)) {
    const rule = `a limit is a whole number from 1 to ${highestLabelSetLimit}`;
    report.add(
      "metric/label-set-limit",
      `${path}.labelSetLimit`,
      rule,
      limit,
      String(seriesLimits.metricLabelSets * 5),
    );
    return;
  }
  const combinations = labelCombinations(metric);
  const isAllListed = !Object.values(metric.labels).some(isOpen);
  const allowed =
    limit === undefined || isAllListed ? (limit ?? seriesLimits.metricLabelSets) : Number.MAX_SAFE_INTEGER;
  if (combinations <= allowed) return;
  report.add(
    "metric/too-many-series",
    `${path}.labels`,
    `the labels allow ${combinations} combinations, the limit is ${allowed}`,
    Object.keys(metric.labels),
    "fewer values, fewer labels, open({ max }) with a smaller max, or a labelSetLimit",
  );
}

const highestLabelSetLimit = 1_000_000;

function suffixCollisions(report: Report, name: string, metrics: Record<string, unknown>): void {
  for (const suffix of ["_bucket", "_count", "_sum"]) {
    if (!Object.hasOwn(metrics, name + suffix)) continue;
    const path = joinPath("metrics", name + suffix);
    report.add(
      "metric/collision",
      path,
      `the histogram ${name} exposes this name itself`,
      name + suffix,
      "another name",
    );
  }
}

/** OpenMetrics calls the family of a counter by its name without `_total`, and a family may be there once. */
function familyCollision(report: Report, counter: string, metrics: Record<string, unknown>): void {
  const family = counter.replace(/_total$/, "");
  if (family === counter || !Object.hasOwn(metrics, family)) return;
  const rule = `the counter ${counter} has this name in OpenMetrics`;
  report.add("metric/collision", joinPath("metrics", family), rule, family, "another name");
}

function isMetric(value: unknown): value is Metric {
  return isRecord(value) && ["counter", "gauge", "histogram"].includes(String(value["type"]));
}
