import { isRecord, nearestName, type Report } from "@signalbox/contract";

const example =
  '{ alert: { alertname: "ErrorBudgetBurn", team: "storefront", severity: "critical" }, reaches: ["storefront-page"] }';

/** Problems of routing tests: their labels, their moment, and receivers that nobody defines. */
export function routeTestProblems(report: Report, tests: unknown, receivers: readonly string[]): void {
  if (tests === undefined) return;
  if (!Array.isArray(tests)) {
    report.add("config/route-test", "routing.tests", "tests are a list", typeof tests, `tests: [${example}]`);
    return;
  }
  tests.forEach((test: unknown, index) => {
    const path = `routing.tests[${index}]`;
    if (!isRecord(test) || !isLabels(test["alert"]) || !Array.isArray(test["reaches"])) {
      report.add(
        "config/route-test",
        path,
        "a test has the labels of an alert and the receivers that it reaches",
        test,
        example,
      );
      return;
    }
    report.unknownKeys(test, path, ["alert", "whileFiring", "at", "reaches"]);
    test["reaches"].forEach((name: unknown, position) => {
      if (typeof name === "string" && receivers.includes(name)) return;
      const meant = typeof name === "string" ? nearestName(name, receivers) : undefined;
      const correction = `"${meant ?? receivers.at(-1) ?? "storefront-page"}"; known are ${receivers.join(", ")}`;
      report.add(
        "config/route-receiver",
        `${path}.reaches[${position}]`,
        "no team and no entry of receivers defines this receiver",
        name,
        correction,
      );
    });
    const { whileFiring, at } = test as { whileFiring?: unknown; at?: unknown };
    if (whileFiring !== undefined && !(Array.isArray(whileFiring) && whileFiring.every(isLabels))) {
      const correction = 'whileFiring: [{ alertname: "ServiceTargetsDown", severity: "critical" }]';
      report.add(
        "config/route-test",
        `${path}.whileFiring`,
        "these are label sets of other alerts",
        whileFiring,
        correction,
      );
    }
    if (
      at !== undefined &&
      !(typeof at === "string" && /(Z|[+-]\d\d:\d\d)$/.test(at) && !Number.isNaN(Date.parse(at)))
    ) {
      report.add(
        "config/route-test-moment",
        `${path}.at`,
        "a moment is a date and time with its zone",
        at,
        'at: "2026-11-21T03:00:00Z"',
      );
    }
  });
}

function isLabels(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((label) => typeof label === "string");
}
