import type { Finding } from "../finding.ts";
import type { CheckedRuleFile, Parser } from "../input.ts";

/** Prometheus would not load the rule file. A wrong expression is reported by expression-invalid, with its place. */
export async function ruleFileInvalid(file: CheckedRuleFile, parser: Parser): Promise<readonly Finding[]> {
  const problems = await parser.checkRuleFile(file.text);
  return problems
    .filter(({ message }) => file.groups.length === 0 || !message.includes("could not parse expression"))
    .map((problem) => ({
      rule: "rule-file-invalid" as const,
      severity: "error" as const,
      where: {
        artefact: file.path,
        item: problem.ruleName ?? problem.group ?? "the file",
        ...(problem.line === undefined ? {} : { line: problem.line }),
      },
      message: `Prometheus does not load this file: ${problem.message}`,
      fix: "Correct it; https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ has the format.",
    }));
}
