export {
  type BoardAddition,
  type BoardRow,
  type DrawnPanel,
  type OwnPanel,
  type OwnQuery,
  onBoard,
  type RawPanel,
  rawPanel,
  row,
  stat,
  timeseries,
} from "./board-additions.ts";
export { type Config, type ConfigDefinition, defineConfig, type Environment } from "./define-config.ts";
export { type Objective, type ObjectiveOptions, objectives, type ServiceObjectives } from "./objectives.ts";
export { type KubePrometheusStackOptions, kubePrometheusStack, type PrometheusProfile } from "./prometheus-profile.ts";
export { type RawRules, rawRules } from "./raw-rules.ts";
export { pagerDuty, type Receiver, receiverTitle, type SecretKey, slack, type Team, type Urgency } from "./teams.ts";
