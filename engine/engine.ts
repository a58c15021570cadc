import { Calls } from "./calls.ts";
import {
  checkExposition,
  type Exposition,
  type ExpositionProblem,
  type HistogramReading,
  readExposition,
} from "./exposition.ts";
import { type ParseResult, readParseResult } from "./expression.ts";
import type { RuleFileProblem } from "./rule-file.ts";
import { openRules, type RuleSet, type RulesOptions } from "./rules.ts";
import { openStorage, type Storage } from "./storage.ts";

/** How an engine is started. */
export interface EngineOptions {
  /** The longest that one call may take, in seconds; default 30. */
  readonly callTimeoutSeconds?: number;
  /** The most samples that one query may hold in memory; default 50 million, as Prometheus has it. */
  readonly maxSamples?: number;
}

/**
 * Prometheus in a worker thread.
 *
 * Calls run one after the other. A call that takes longer than `callTimeoutSeconds` rejects with EngineTimeout, one
 * that kills the worker with EngineCrashed; the engine then starts afresh, and what was opened in it is lost. An idle
 * engine does not keep the process alive.
 */
export interface Engine {
  /** Parses PromQL; positions count UTF-16 code units. Experimental functions are errors, as on a default server. */
  parse(expression: string): Promise<ParseResult>;
  /** Validates a rule file as Prometheus does when it loads one; an empty list means that it would load. */
  checkRuleFile(yaml: string): Promise<readonly RuleFileProblem[]>;
  /**
   * Reads an exposition as a scrape would, and lints text and protobuf as `promtool check metrics` does.
   *
   * @param body text of any version, OpenMetrics 1.0 or delimited protobuf; not compressed
   * @param contentType which of them it is, as the response says it
   * @param reading default: native and classic histograms, so that nothing goes unchecked
   */
  checkExposition(
    body: string | Uint8Array,
    contentType: string,
    reading?: HistogramReading,
  ): Promise<readonly ExpositionProblem[]>;
  /** What Prometheus's parser finds in an exposition, and the problems of checkExposition; the parameters are its too. */
  readExposition(body: string | Uint8Array, contentType: string, reading?: HistogramReading): Promise<Exposition>;
  /** Opens an empty storage in memory; several can be open side by side. */
  storage(): Promise<Storage>;
  /** Loads a rule file. Rejects with RulesInvalid when Prometheus would not load it. */
  rules(yaml: string, options?: RulesOptions): Promise<RuleSet>;
  /** Ends the worker; what is still running or waiting rejects with StorageLost. */
  close(): Promise<void>;
  /** The Prometheus version that is linked, such as "3.15". */
  readonly version: string;
}

/** Starts an engine in a worker of its own. Rejects with EngineNotBuilt when its WebAssembly file is missing. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const calls = new Calls(options.callTimeoutSeconds ?? 30, options.maxSamples ?? 50_000_000);
  await calls.call("parse", { expression: "1" });
  const version = calls.version;
  return {
    version,
    parse: async (expression) => readParseResult(await calls.call("parse", { expression })),
    checkRuleFile: async (yaml) => JSON.parse((await calls.call("checkRuleFile", { yaml })).body),
    checkExposition: (body, contentType, reading = {}) => checkExposition(calls, body, contentType, reading),
    readExposition: (body, contentType, reading = {}) => readExposition(calls, body, contentType, reading),
    storage: () => openStorage(calls),
    rules: (yaml, rulesOptions) => openRules(calls, yaml, rulesOptions),
    close: () => calls.close(),
  };
}
