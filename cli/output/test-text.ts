import { type Proof, proofs } from "../../alerts/index.ts";
import type { AlertTests, FailedCase, TestedAlert, TestedProof } from "../alert-tests/run-alert-tests.ts";
import { oneLine } from "./one-line.ts";

/** The two lines above each column. */
const titles: Readonly<Record<Proof, readonly [string, string]>> = {
  fires: ["", "fires"],
  silentJustBelow: ["just", "below"],
  clears: ["", "ends"],
  silentWithoutTraffic: ["no", "calls"],
  silentAtLowTraffic: ["few", "calls"],
  silentWithoutData: ["no", "data"],
};
const nameWidth = 44;
const cellWidth = 6;

/** Results of the cases for people: which cases of each alert prove what, then what failed, then what nothing tests. */
export function testText({ alerts, untested, cases, failed }: AlertTests): string {
  const places = [...new Set(alerts.map(({ where }) => where))];
  const lines = [
    ...(alerts.length === 0 ? [] : header()),
    ...places.flatMap((place) => [place, ...alerts.filter(({ where }) => where === place).flatMap(alertLines)]),
    ...(alerts.some(({ proofs: own }) => Object.values(own).some((proof) => proof.notApplicable !== undefined))
      ? ["-: does not apply; --json has the reasons."]
      : []),
    ...failed.flatMap(failureLines),
    ...untested.map(
      ({ file, group, alert }) => `untested ${alert} (${group} in ${file}): write it a case with alertCase()`,
    ),
    `${alerts.length} alerts, ${cases.length} cases: ${failed.length === 0 ? "all passed" : `${failed.length} failed`}.`,
  ];
  return `${lines.map((line) => oneLine(line).trimEnd()).join("\n")}\n`;
}

function header(): readonly string[] {
  return ([0, 1] as const).map((line) =>
    ["".padEnd(nameWidth), ...proofs.map((proof) => titles[proof][line].padStart(cellWidth))].join(""),
  );
}

function alertLines(tested: TestedAlert): readonly string[] {
  const name = `${tested.passed === tested.cases && tested.cases > 0 ? " " : "!"} ${shownName(tested)}`;
  const cells = proofs.map((proof) => cell(tested.proofs[proof], tested.generated).padStart(cellWidth)).join("");
  return name.length < nameWidth ? [name.padEnd(nameWidth) + cells] : [name, "".padEnd(nameWidth) + cells];
}

function shownName({ alert, labels, where }: TestedAlert): string {
  const { severity, team: _, ...others } = labels;
  const values = Object.values(others).filter((value) => value !== where);
  return [alert, ...values, ...(severity === undefined ? [] : [severity])].join(" ");
}

function cell({ cases, passed, notApplicable }: TestedProof, generated: boolean): string {
  if (cases > 0) return passed === cases ? `${cases}` : `${passed}/${cases}`;
  if (notApplicable !== undefined) return "-";
  return generated ? "none" : "";
}

function failureLines({ name, problems }: FailedCase): readonly string[] {
  return [`failed: ${name}`, ...problems.map((problem) => `  ${problem}`)];
}
