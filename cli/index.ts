export {
  type AlertCaseOutcome,
  type AlertCaseResults,
  type RunAlertCasesOptions,
  runAlertCases,
} from "./alert-tests/run-alert-cases.ts";
export { allArtefacts } from "./artefacts/all-artefacts.ts";
export { type Artefact, assertPortable } from "./artefacts/artefact.ts";
export { checkInput } from "./artefacts/check-input.ts";
export { jsonText, minifiedJson } from "./artefacts/json-text.ts";
export { yamlText } from "./artefacts/yaml-text.ts";
export { type BacktestOptions, backtest } from "./commands/backtest.ts";
export { type IncidentOptions, incident } from "./commands/incident.ts";
export { type PublishOptions, publish } from "./commands/publish.ts";
export { loadConfig } from "./config-file/load-config.ts";
export { exitCodeMeanings, exitCodes } from "./exit-codes.ts";
export { Failure, reportedFailure } from "./failure.ts";
export type { Outcome } from "./outcome.ts";
export { runProgram } from "./program.ts";
export { type PublishLimits, publishLimits } from "./publish/publish-limits.ts";
export { prometheusAddress } from "./query-source/prometheus-address.ts";
export { type PrometheusAccess, prometheusSource } from "./query-source/prometheus-source.ts";
export { type SourceLimits, sourceLimits } from "./query-source/source-limits.ts";
export type { FileChange } from "./tree/tree-plan.ts";
export { writeTree } from "./tree/write-tree.ts";
