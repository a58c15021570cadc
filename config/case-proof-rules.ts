import { isRecord, nearestName, type Report } from "@signalbox/contract";
import { proofs } from "./proofs.ts";

/** Problems of what a case says it proves: it can only prove what it expects to see. */
export function proofProblems(report: Report, proves: readonly unknown[], expectations: readonly unknown[]): void {
  const { fires, clears, isSilent } = whatIsSeen(
    expectations.map((one) => (isRecord(one) ? one : {})).map(({ atMinutes, firing }) => ({ atMinutes, firing })),
  );
  proves.forEach((proof, index) => {
    const path = `proves[${index}]`;
    if (!proofs.some((known) => known === proof)) {
      const meant = nearestName(String(proof), proofs) ?? proofs.join(", ");
      report.add("case/proves", path, "this is nothing that a case can prove", proof, meant);
    } else if (proof === "fires" && !fires) {
      const rule = "nothing in expect fires, so the case cannot prove it";
      report.add("case/proves", path, rule, proof, "expect: [{ atMinutes: 10, firing: true }]");
    } else if (proof === "clears" && !clears) {
      const rule = "nothing in expect fires and is silent later, so the case cannot prove that it clears";
      const correction = "expect: [{ atMinutes: 10, firing: true }, { atMinutes: 20, firing: false }]";
      report.add("case/proves", path, rule, proof, correction);
    } else if (String(proof).startsWith("silent") && !isSilent) {
      const rule = "nothing in expect is silent, so the case cannot prove it";
      report.add("case/proves", path, rule, proof, "expect: [{ atMinutes: 10, firing: false }]");
    }
  });
}

/** What expectations let a case see: that the alert fires, that it fires and is silent at a later minute, that it is silent. */
export function whatIsSeen(expectations: readonly { readonly atMinutes: unknown; readonly firing: unknown }[]): {
  readonly fires: boolean;
  readonly clears: boolean;
  readonly isSilent: boolean;
} {
  const minutes = (isFiring: boolean): readonly number[] =>
    expectations
      .filter(({ firing }) => (firing === true || (Array.isArray(firing) && firing.length > 0)) === isFiring)
      .map(({ atMinutes }) => Number(atMinutes));
  const [firing, silent] = [minutes(true), minutes(false)];
  const clears = firing.some((minute) => silent.some((later) => later > minute));
  return { fires: firing.length > 0, clears, isSilent: silent.length > 0 };
}
