import { findingAt, type Question } from "../expression/question.ts";
import type { Finding } from "../finding.ts";

/** Prometheus cannot parse the expression: the panel would stay empty, the rule would not load. */
export function expressionInvalid(asked: Question): readonly Finding[] {
  return asked.problems.map((problem) =>
    findingAt(
      asked,
      problem,
      "expression-invalid",
      "error",
      `Prometheus cannot read this: ${problem.message}`,
      "Correct the expression at the mark.",
    ),
  );
}
