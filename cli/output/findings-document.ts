import type { CheckInput, Finding } from "../../checks/index.ts";

/** Findings with their counts, for programs. */
export interface FindingsDocument extends Readonly<Record<string, unknown>> {
  readonly counts: Readonly<Record<Finding["severity"], number>>;
  readonly boards: number;
  readonly ruleFiles: number;
  readonly findings: readonly Finding[];
}

/** What `check` found, and how much it looked at. */
export function findingsDocument(input: CheckInput, findings: readonly Finding[]): FindingsDocument {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    counts: { error: count("error"), warning: count("warning"), info: count("info") },
    boards: input.boards.length,
    ruleFiles: input.ruleFiles.length,
    findings,
  };
}
