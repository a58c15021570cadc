import type { Failure } from "./protocol.ts";
import type { RuleFileProblem } from "./rule-file.ts";

/** The engine's WebAssembly file is missing: the repository was cloned and the engine not built yet. */
export class EngineNotBuilt extends Error {
  override readonly name = "EngineNotBuilt";

  constructor(file: string, options?: ErrorOptions) {
    super(`The engine is not built: ${file} is missing. Run "npm run build:engine" (it needs Go).`, options);
  }
}

/** A call took longer than `callTimeoutSeconds`; the engine has started afresh and its storages are lost. */
export class EngineTimeout extends Error {
  override readonly name = "EngineTimeout";
  /** What was called. */
  readonly method: string;
  /** The deadline that passed, in seconds. */
  readonly timeoutSeconds: number;

  constructor(method: string, timeoutSeconds: number) {
    super(
      `The engine's call "${method}" took longer than ${timeoutSeconds} s and was stopped; all storages of this engine are lost. ` +
        "Ask for fewer steps or series, or start the engine with a larger callTimeoutSeconds.",
    );
    this.method = method;
    this.timeoutSeconds = timeoutSeconds;
  }
}

/** The engine ended or failed inside during a call; it has started afresh and its storages are lost. */
export class EngineCrashed extends Error {
  override readonly name = "EngineCrashed";

  constructor(method: string, reason: string) {
    super(`The engine crashed in its call "${method}"; all storages of this engine are lost. ${reason}`);
  }
}

/** A storage or rule set was disposed, or belongs to an engine that has timed out, crashed or been closed since. */
export class StorageLost extends Error {
  override readonly name = "StorageLost";

  constructor(what: "storage" | "rule set" | "engine", reason: string) {
    super(`This ${what} is gone: ${reason}. Open a new one.`);
  }
}

/** Prometheus refused an expression or failed to evaluate it. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  /** The expression as it was asked. */
  readonly expression: string;

  constructor(message: string, expression: string) {
    super(`${message}, in the query ${expression}`);
    this.expression = expression;
  }
}

/** Samples that cannot be stored: arrays of different lengths, or times that run backwards. */
export class SampleError extends Error {
  override readonly name = "SampleError";
}

/** A rule file that Prometheus would not load. */
export class RulesInvalid extends Error {
  override readonly name = "RulesInvalid";
  /** Everything that is wrong with it. */
  readonly problems: readonly RuleFileProblem[];

  constructor(problems: readonly RuleFileProblem[]) {
    super(
      problems
        .map((problem) => {
          const place = problem.line === undefined ? "" : `line ${problem.line}: `;
          const rule = problem.ruleName === undefined ? "" : `rule ${problem.ruleName}: `;
          return `${place}${rule}${problem.message}`;
        })
        .join("\n"),
    );
    this.problems = problems;
  }
}

export function errorOf(failure: Failure, method: string, expression: string | undefined): Error {
  switch (failure.kind) {
    case "query":
      return new QueryError(failure.message, expression ?? "");
    case "sample":
      return new SampleError(failure.message);
    case "rules-invalid":
      return new RulesInvalid(JSON.parse(failure.message));
    case "storage-lost":
      return new StorageLost("storage", "it has been disposed");
    case "crash":
      return new EngineCrashed(method, failure.message);
    default:
      return new Error(`${method}: ${failure.message}`);
  }
}
