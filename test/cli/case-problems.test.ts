import { describe, expect, it } from "vitest";
import { caseProblems } from "../../cli/alert-tests/case-problems.ts";
import type { CaseResult } from "../../simulation/index.ts";

const down = { labels: { severity: "critical", job: "till" }, annotations: { summary: "till is down", note: "7" } };
const elsewhere = { labels: { severity: "critical", job: "shop" }, annotations: { summary: "shop is down" } };

function problems(...minutes: CaseResult["problems"]): readonly string[] {
  return caseProblems({
    problems: minutes,
    recordedProblems: [],
    ruleErrors: ["till.slo, A: division by zero"],
  } as unknown as CaseResult).slice(0, -1);
}

describe("what was otherwise than a case expects", () => {
  it("is said once for all minutes at which it is the same", () => {
    expect(
      problems(
        { atMinutes: 4, missing: [down], unexpected: [] },
        { atMinutes: 5, missing: [down], unexpected: [elsewhere] },
        { atMinutes: 9, missing: [down], unexpected: [elsewhere] },
      ),
    ).toEqual([
      '3 minutes from 4 to 9: should fire and does not: {job="till", severity="critical"}',
      'minutes 5 and 9: fires and should not: {job="shop", severity="critical"}',
    ]);
  });

  it("is the annotation, where the alert fires with another one", () => {
    const other = { ...down, annotations: { ...down.annotations, summary: "till is up" } };
    expect(problems({ atMinutes: 3, missing: [down], unexpected: [other] })).toEqual([
      'minute 3: {job="till", severity="critical"} fires with summary "till is up" instead of "till is down"',
    ]);
  });

  it("ends with the errors of rules", () => {
    const result = { problems: [], recordedProblems: [], ruleErrors: ["till.slo, A: division by zero"] };
    expect(caseProblems(result as unknown as CaseResult)).toEqual(["till.slo, A: division by zero"]);
  });
});
