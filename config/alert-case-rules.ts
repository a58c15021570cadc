import { isRecord, joinPath, type Problem, Report } from "@signalbox/contract";
import { proofProblems } from "./case-proof-rules.ts";
import { mostSamples, type Read, sampleList, seriesLabels } from "./series-notation.ts";

const keys = ["name", "alert", "labels", "rules", "service", "series", "traffic", "expect", "proves"];

/** Every problem of the argument of `alertCase`. */
export function alertCaseProblems(definition: unknown): readonly Problem[] {
  const report = new Report();
  if (!isRecord(definition)) {
    report.add(
      "case/shape",
      "case",
      "a case is an object",
      definition,
      'alertCase({ name: "...", alert: "...", ... })',
    );
    return report.problems;
  }
  report.unknownKeys(definition, "", keys);
  report.text(definition["name"], "name", 'name: "It fires when nobody answers."');
  report.text(definition["alert"], "alert", 'alert: "ErrorBudgetBurn"');
  texts(report, definition["labels"], "labels");
  sourceProblems(report, definition);
  seriesProblems(report, definition["series"]);
  list(report, definition["traffic"], "traffic").forEach((one, index) => {
    trafficProblems(report, one, `traffic[${index}]`);
  });
  if (definition["series"] === undefined && definition["traffic"] === undefined) {
    report.add(
      "case/samples",
      "series",
      "a case has series or traffic; {} says that there is no data",
      undefined,
      "series: {}",
    );
  }
  const expectations = list(report, definition["expect"], "expect");
  if (expectations.length === 0) {
    const correction = "expect: [{ atMinutes: 10, firing: true }]";
    report.add("case/expect", "expect", "a case expects something at some minute", definition["expect"], correction);
  }
  expectations.forEach((one, index) => {
    expectationProblems(report, one, `expect[${index}]`);
  });
  proofProblems(report, list(report, definition["proves"], "proves"), expectations);
  return report.problems;
}

function sourceProblems(report: Report, { rules, service }: Record<string, unknown>): void {
  if ((rules === undefined) !== (service === undefined)) {
    report.text(rules ?? service, rules === undefined ? "service" : "rules", 'service: "shop"');
    return;
  }
  const rule = "a case names the rule file or the service of its alert, and only one of them";
  report.add("case/source", "service", rule, service ?? rules, 'service: "shop", or rules: "rules/legacy.rules.yaml"');
}

function seriesProblems(report: Report, series: unknown): void {
  if (series === undefined) return;
  if (!isRecord(series)) {
    report.add(
      "case/series",
      "series",
      "series are an object by series",
      series,
      `series: { 'up{job="till"}': "1x5 0x10" }`,
    );
    return;
  }
  const seen = new Map<string, string>();
  for (const [text, values] of Object.entries(series)) {
    const path = joinPath("series", text);
    const labels = seriesLabels(text);
    readProblem(report, path, text, labels);
    const sorted = "value" in labels ? JSON.stringify(Object.entries(labels.value).sort()) : text;
    const before = seen.get(sorted);
    if (before !== undefined) {
      const rule = "the labels of a series have no order, so this one is there twice";
      report.add("case/series-twice", path, rule, text, `only ${before}`);
    }
    seen.set(sorted, text);
    if (report.text(values, path, '"0+5x10"')) readProblem(report, path, values, sampleList(values));
  }
}

function readProblem(report: Report, path: string, received: string, read: Read<unknown>): void {
  if ("problem" in read) report.add("case/series", path, read.problem, received, read.correction);
}

function trafficProblems(report: Report, traffic: unknown, path: string): void {
  if (!isRecord(traffic)) {
    const correction = '{ service: "shop", indicator: "availability", stretches: [{ minutes: 30, perMinute: 600 }] }';
    report.add("case/traffic", path, "traffic is an object", traffic, correction);
    return;
  }
  report.unknownKeys(traffic, path, ["service", "indicator", "environment", "stretches"]);
  report.text(traffic["service"], `${path}.service`, 'service: "shop"');
  report.text(traffic["indicator"], `${path}.indicator`, 'indicator: "availability"');
  const stretches = list(report, traffic["stretches"], `${path}.stretches`);
  const lengths = stretches.map((one) => Number(isRecord(one) ? one["minutes"] : 0));
  const total = lengths.reduce((sum, minutes) => sum + minutes, 0);
  if (total > mostSamples && Math.max(...lengths) <= mostSamples) {
    const rule = `the traffic is longer than ${mostSamples} minutes`;
    report.add("case/minutes", `${path}.stretches`, rule, total, "a shorter story");
  }
  stretches.forEach((stretch, index) => {
    const at = `${path}.stretches[${index}]`;
    if (!isRecord(stretch)) {
      report.add(
        "case/traffic",
        at,
        "a stretch is an object",
        stretch,
        "{ minutes: 30, perMinute: 600, badRatio: 0.02 }",
      );
      return;
    }
    report.unknownKeys(stretch, at, ["minutes", "perMinute", "badRatio"]);
    const { minutes, perMinute, badRatio = 0 } = stretch;
    whole(report, minutes, `${at}.minutes`, 1);
    if (typeof perMinute !== "number" || !(perMinute >= 0 && perMinute < Number.POSITIVE_INFINITY)) {
      report.add(
        "case/traffic",
        `${at}.perMinute`,
        "events a minute are a number from 0 on",
        perMinute,
        "perMinute: 600",
      );
    }
    if (typeof badRatio !== "number" || !(badRatio >= 0 && badRatio <= 1)) {
      const percent = typeof badRatio === "number" && badRatio > 1 && badRatio <= 100;
      const correction = percent ? `badRatio: ${Number((badRatio / 100).toPrecision(12))}` : "badRatio: 0.02";
      report.add("case/traffic", `${at}.badRatio`, "a share is a ratio from 0 to 1", badRatio, correction);
    }
  });
}

function expectationProblems(report: Report, expectation: unknown, path: string): void {
  if (!isRecord(expectation)) {
    report.add("case/expect", path, "an expectation is an object", expectation, "{ atMinutes: 10, firing: true }");
    return;
  }
  report.unknownKeys(expectation, path, ["atMinutes", "firing"]);
  whole(report, expectation["atMinutes"], `${path}.atMinutes`, 0);
  const { firing } = expectation;
  if (typeof firing === "boolean") return;
  if (!Array.isArray(firing)) {
    const rule = "firing is true, false, or a list of alerts";
    report.add("case/expect", `${path}.firing`, rule, firing, 'firing: [{ labels: { severity: "critical" } }]');
    return;
  }
  firing.forEach((alert, index) => {
    const at = `${path}.firing[${index}]`;
    if (!isRecord(alert)) {
      report.add("case/expect", at, "an alert is an object", alert, '{ labels: { severity: "critical" } }');
      return;
    }
    report.unknownKeys(alert, at, ["labels", "annotations"]);
    texts(report, alert["labels"], `${at}.labels`);
    texts(report, alert["annotations"], `${at}.annotations`);
  });
}

function whole(report: Report, value: unknown, path: string, least: number): void {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= mostSamples) return;
  const rule = `minutes are a whole number from ${least} to ${mostSamples}`;
  report.add("case/minutes", path, rule, value, `${path.split(".").at(-1)}: 10`);
}

function texts(report: Report, value: unknown, path: string): void {
  if (value === undefined) return;
  if (isRecord(value) && Object.values(value).every((text) => typeof text === "string")) return;
  report.add(
    "case/texts",
    path,
    "names and texts are needed",
    value,
    `${path.split(".").at(-1)}: { severity: "critical" }`,
  );
}

function list(report: Report, value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  report.add("case/list", path, "a list is needed", value, `${path}: [...]`);
  return [];
}
