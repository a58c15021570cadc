import { isDefinitionError, type Problem } from "@signalbox/contract";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** An end that is no success and no mistake of ours: what happened, where, why, and how to go on. */
export class Failure extends Error {
  override readonly name = "Failure";
  /** How the process ends. */
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Any thrown value as the process reports it. */
export interface ReportedFailure {
  readonly exitCode: ExitCode;
  readonly message: string;
  /** The problems of a definition; empty for other failures. */
  readonly problems: readonly Problem[];
  /** Where it was thrown, for `--debug`. */
  readonly stack: string | undefined;
}

/** Errors of the system that say something about the place, not about us. */
const systemErrors: Readonly<Record<string, { readonly exitCode: ExitCode; readonly fix: string }>> = {
  EACCES: {
    exitCode: exitCodes.notAllowed,
    fix: "Give this user the right to it, or choose another folder with --out.",
  },
  EPERM: {
    exitCode: exitCodes.notAllowed,
    fix: "Give this user the right to it, or choose another folder with --out.",
  },
  EROFS: { exitCode: exitCodes.notAllowed, fix: "The file system is read-only: choose another folder with --out." },
  ENOSPC: {
    exitCode: exitCodes.unreachable,
    fix: "No space is left: make some and run it again. Nothing was changed.",
  },
  EDQUOT: {
    exitCode: exitCodes.unreachable,
    fix: "The quota is used up: make space and run it again. Nothing was changed.",
  },
  EEXIST: {
    exitCode: exitCodes.conflict,
    fix: "Something else lies there: move it away, or choose another folder with --out.",
  },
  ENOTDIR: {
    exitCode: exitCodes.conflict,
    fix: "Something else lies there: move it away, or choose another folder with --out.",
  },
  EISDIR: {
    exitCode: exitCodes.conflict,
    fix: "A folder lies there: move it away, or choose another folder with --out.",
  },
  EMFILE: { exitCode: exitCodes.unreachable, fix: "Too many files are open: raise the limit (ulimit -n)." },
};

/** Decides how a thrown value is reported: known errors with their own exit code, everything else as ours (70). */
export function reportedFailure(error: unknown): ReportedFailure {
  if (isDefinitionError(error)) {
    return {
      exitCode: exitCodes.invalid,
      message: error.message.trimEnd(),
      problems: error.problems,
      stack: error.stack,
    };
  }
  if (error instanceof Failure) {
    return { exitCode: error.exitCode, message: error.message, problems: [], stack: error.stack };
  }
  if (error instanceof Error) {
    if (error.name === "EngineNotBuilt") return plain(exitCodes.incompatible, error.message, error);
    const known = systemErrors[(error as NodeJS.ErrnoException).code ?? ""];
    if (known !== undefined) return plain(known.exitCode, `${error.message}. ${known.fix}`, error);
  }
  const what = error instanceof Error ? error.message : String(error);
  return plain(
    exitCodes.internal,
    `This is a mistake of Signalbox: ${firstLine(what)}. Run it again with --debug for the stack, and report it.`,
    error instanceof Error ? error : undefined,
  );
}

function plain(exitCode: ExitCode, message: string, error: Error | undefined): ReportedFailure {
  return { exitCode, message, problems: [], stack: error?.stack };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
