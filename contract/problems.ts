/** One mistake in a definition, complete enough to be corrected without looking anything up. */
export interface Problem {
  /** Stable name of the rule, for example `metric/counter-suffix`. */
  readonly code: string;
  /** Where the mistake is, as a property path: `metrics.shop_orders`. */
  readonly path: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** The value that was received, as it would be written in source code. */
  readonly received: string;
  /** How to write it right. */
  readonly correction: string;
}

/** Thrown by a door (`defineService`, `objectives`, `defineConfig`) with every problem that it found. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  /** What was defined, for example `service "shop"`. */
  readonly subject: string;
  /** All problems, in the order of the definition; never empty. */
  readonly problems: readonly Problem[];

  constructor(subject: string, problems: readonly Problem[]) {
    super(describeProblems(subject, problems));
    this.subject = subject;
    this.problems = problems;
  }
}

/** Whether an error came from a door of any loaded copy of this package; `instanceof` knows only one copy. */
export function isDefinitionError(error: unknown): error is DefinitionError {
  return error instanceof Error && error.name === "DefinitionError" && "problems" in error && "subject" in error;
}

/** Shows a received value as source code, at most 80 characters. */
export function showValue(value: unknown): string {
  const text = sourceText(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function sourceText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "function":
      return "a function";
    case "bigint":
      return `${value}n`;
    case "object":
      try {
        return JSON.stringify(value) ?? "an object";
      } catch {
        return "an object that refers to itself";
      }
    default:
      return String(value);
  }
}

function describeProblems(subject: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const items = problems.map(
    ({ code, path, rule, received, correction }) =>
      `  ${path}: ${rule} (${code})\n    received  ${received}\n    write     ${correction}`,
  );
  return `${count} in the ${subject}.\n\n${items.join("\n\n")}\n`;
}
