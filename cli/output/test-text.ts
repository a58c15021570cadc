import type { CaseResult } from "../../simulation/index.ts";
import { oneLine } from "./one-line.ts";
import type { TestedAlert, TestedBehaviour, UntestedAlert } from "./tested-alerts.ts";

/** Results of the cases for people: a line for each alert, then what failed, then what nothing tests. */
export function testText(
  alerts: readonly TestedAlert[],
  failed: readonly CaseResult[],
  untested: readonly UntestedAlert[],
): string {
  const cases = alerts
    .flatMap(({ fires, silent, clears }) => [fires, silent, clears])
    .reduce((sum, one) => sum + one.cases, 0);
  const lines = [
    ...alerts.map(alertLine),
    ...failed.flatMap(failureLines),
    ...untested.map(
      ({ file, group, alert }) => `untested ${alert} (${group} in ${file}): test it with promtool beside its file`,
    ),
    `${alerts.length} alerts, ${cases} cases: ${failed.length === 0 ? "all passed" : `${failed.length} failed`}.`,
  ];
  return `${lines.map(oneLine).join("\n")}\n`;
}

function alertLine({ service, alert, labels, fires, silent, clears }: TestedAlert): string {
  const passed = [fires, silent, clears].every((one) => one.passed === one.cases && one.cases > 0);
  const shown = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const counts = [
    ["fires", fires],
    ["silent", silent],
    ["clears", clears],
  ] as const;
  const words = counts.map(([word, behaviour]) => `${word} ${score(behaviour)}`).join(", ");
  return `${passed ? "ok    " : "FAILED"} ${service} ${alert} (${shown.join(", ")}): ${words}`;
}

function score({ cases, passed }: TestedBehaviour): string {
  if (cases === 0) return "never shown";
  return passed === cases ? `${cases}` : `${passed} of ${cases}`;
}

function failureLines({ case: { name }, problems, ruleErrors }: CaseResult): readonly string[] {
  const at = problems.flatMap(({ atMinutes, missing, unexpected }) => [
    ...missing.map((alert) => `  minute ${atMinutes}: should fire and does not: ${JSON.stringify(alert)}`),
    ...unexpected.map((alert) => `  minute ${atMinutes}: fires and should not: ${JSON.stringify(alert)}`),
  ]);
  return [`failed: ${name}`, ...at, ...ruleErrors.map((error) => `  ${error}`)];
}
