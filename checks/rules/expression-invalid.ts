import { findingAt, type Question } from "../expression/question.ts";
import type { Finding } from "../finding.ts";

/** Prometheus cannot parse the expression: the panel would stay empty, the rule would not load. */
export function expressionInvalid(asked: Question): readonly Finding[] {
  if (asked.gaveUp !== undefined) return [unread(asked, asked.gaveUp)];
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

function unread({ where, text }: Question, gaveUp: string): Finding {
  return {
    rule: "expression-invalid",
    severity: "error",
    where: { ...where, expression: text },
    message: `The parser ${gaveUp} on this expression of ${text.length} characters, so nothing about it is checked.`,
    fix: "Split it: record its parts under names of their own, or replace a long chain of or by one selector with =~.",
  };
}
