import { DefinitionError, isRecord, joinPath, nearestName, Report } from "@signalbox/contract";

/** What an option must be when it is given. */
export interface OptionRule {
  /** The rule in one sentence. */
  readonly rule: string;
  /** A value that is right, as source code. */
  readonly example: string;
  fits(value: unknown): boolean;
  /** The rules of the options inside this one. */
  readonly inside?: OptionRules;
  /** Whether it cannot be left out; default false. */
  readonly isNeeded?: boolean;
  /** What to do about a value that others often give here; undefined when nothing more is to say. */
  readonly hint?: (value: unknown) => string | undefined;
}

/** The rules of some options, by name. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

/** Characters up to which a name is close to too many others to be taken for one of them. */
const longestShortName = 4;

/** The most seconds that an option may be: a timer of Node that is longer than 24.8 days ends at once. */
const mostSeconds = 86_400;

/** Seconds from 0 up to a day. */
export function secondsFromZero(example: number): OptionRule {
  return {
    rule: `it is a number of seconds from 0 to ${mostSeconds}`,
    example: String(example),
    fits: (value) => typeof value === "number" && value >= 0 && value <= mostSeconds,
  };
}

/** Seconds above 0 up to a day. */
export function secondsAboveZero(example: number): OptionRule {
  return {
    rule: `it is a number of seconds above 0, at most ${mostSeconds}`,
    example: String(example),
    fits: (value) => typeof value === "number" && value > 0 && value <= mostSeconds,
  };
}

/** A whole number of at least some size. */
export function wholeNumber(least: number, example: number): OptionRule {
  return {
    rule: `it is a whole number of at least ${least}`,
    example: String(example),
    fits: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

/** A port of TCP. */
export function tcpPort(example: number): OptionRule {
  return {
    rule: "it is a port, a whole number from 0 to 65535; 0 lets the system choose",
    example: String(example),
    fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
  };
}

/** Text that is not empty. */
export function text(example: string): OptionRule {
  return {
    rule: "it is text that is not empty",
    example: JSON.stringify(example),
    fits: (value) => typeof value === "string" && value !== "",
  };
}

/** A list of texts. */
export function texts(example: readonly string[]): OptionRule {
  return {
    rule: "it is a list of texts",
    example: JSON.stringify(example),
    fits: (value) => Array.isArray(value) && value.every((entry) => typeof entry === "string"),
  };
}

/** A function. */
export function aFunction(example: string): OptionRule {
  return { rule: "it is a function", example, fits: (value) => typeof value === "function" };
}

/** One of some texts. */
export function oneOf(...values: readonly string[]): OptionRule {
  const listed = values.map((value) => JSON.stringify(value)).join(" or ");
  return { rule: `it is ${listed}`, example: listed, fits: (value) => values.includes(value as string) };
}

/** An object with options inside. */
export function options(inside: OptionRules, example: string): OptionRule {
  return { rule: "it is an object", example, fits: isRecord, inside };
}

/**
 * Holds options against their rules. An option whose name is close to a known one is taken for a typing error; other unknown
 * ones are left alone, because callers may pass objects that hold more.
 * @throws {DefinitionError} with all problems at once.
 */
export function checkOptions(subject: string, given: unknown, rules: OptionRules): void {
  const report = new Report();
  if (isRecord(given)) addProblems(report, "", given, rules);
  else report.add("options/shape", "options", "they are an object", given, "{ ... }");
  if (report.problems.length > 0) throw new DefinitionError(subject, report.problems);
}

function addProblems(report: Report, path: string, given: Readonly<Record<string, unknown>>, rules: OptionRules): void {
  const names = Object.keys(rules);
  for (const name of Object.keys(given)) {
    const isOther = Object.hasOwn(rules, name) || name.length <= longestShortName;
    const meant = isOther ? undefined : nearestName(name, names);
    if (meant === undefined || given[meant] !== undefined) continue;
    report.add("options/name", joinPath(path, name), "there is no such option", name, meant);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = given[name];
    if (value === undefined && rule.isNeeded !== true) continue;
    const place = joinPath(path, name);
    if (!rule.fits(value)) {
      report.add("options/value", place, rule.rule, value, rule.hint?.(value) ?? `${name}: ${rule.example}`);
    } else if (rule.inside !== undefined && isRecord(value)) {
      addProblems(report, place, value, rule.inside);
    }
  }
}
