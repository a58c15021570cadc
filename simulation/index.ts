export { coverage, type RuleCoverage } from "./coverage.ts";
export { type CaseEngine, type CaseProblem, type CaseResult, runCases } from "./run-cases.ts";
