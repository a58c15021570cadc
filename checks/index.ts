export { checkArtefacts } from "./check-artefacts.ts";
export type { Finding } from "./finding.ts";
export type { CheckedRule, CheckedRuleFile, CheckedRunbook, CheckInput } from "./input.ts";
