import { isRecord, joinPath, nearestName, type Problem, Report } from "@signalbox/contract";
import { proofs } from "./proofs.ts";
import { type Read, sampleList, seriesLabels } from "./series-notation.ts";

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
  list(report, definition["proves"], "proves").forEach((proof, index) => {
    if (proofs.some((known) => known === proof)) return;
    const meant = nearestName(String(proof), proofs) ?? proofs.join(", ");
    report.add("case/proves", `proves[${index}]`, "this is nothing that a case can prove", proof, meant);
  });
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
  for (const [text, values] of Object.entries(series)) {
    const path = joinPath("series", text);
    readProblem(report, path, text, seriesLabels(text));
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
  list(report, traffic["stretches"], `${path}.stretches`).forEach((stretch, index) => {
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
  if (Number.isInteger(value) && Number(value) >= least) return;
  report.add(
    "case/minutes",
    path,
    `minutes are a whole number from ${least} on`,
    value,
    `${path.split(".").at(-1)}: 10`,
  );
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
