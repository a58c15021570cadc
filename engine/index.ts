export type { Engine, EngineOptions } from "./engine.ts";
export { startEngine } from "./engine.ts";
export {
  EngineCrashed,
  EngineNotBuilt,
  EngineTimeout,
  QueryError,
  RulesInvalid,
  SampleError,
  StorageLost,
} from "./errors.ts";
export type {
  ExposedExemplar,
  ExposedFamily,
  ExposedSample,
  Exposition,
  ExpositionProblem,
  HistogramReading,
} from "./exposition.ts";
export type {
  Aggregation,
  Binary,
  Call,
  Expr,
  ExprType,
  Matcher,
  NumberLiteral,
  Parentheses,
  ParseProblem,
  ParseResult,
  Position,
  RangeSelector,
  Selector,
  StringLiteral,
  Subquery,
  Unary,
  VectorMatching,
} from "./expression.ts";
export type { NativeBucket, NativeHistogram } from "./native-histogram.ts";
export type { HistogramPoint, InstantResult, InstantSample, Labels, RangeSeries } from "./results.ts";
export type { RuleFileProblem } from "./rule-file.ts";
export type {
  AlertInstance,
  AlertPeriod,
  Evaluation,
  FiringAlert,
  RangeEvaluation,
  Rule,
  RuleError,
  RuleGroup,
  RuleOutcome,
  RuleSet,
  RulesOptions,
  Span,
} from "./rules.ts";
export { firingAt } from "./rules.ts";
export { isStale, markStale } from "./staleness.ts";
export type { AppendedSeries, Scrape, ScrapeReport, Storage } from "./storage.ts";
