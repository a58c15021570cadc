export {
  type AlertCaseOutcome,
  type AlertCaseResults,
  type RunAlertCasesOptions,
  runAlertCases,
} from "../cli/index.ts";
