import type { ExitCode } from "./exit-codes.ts";

/** What a verb brings: printed as text or, with `--json`, as the document. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** The result for people, on stdout; empty prints nothing. */
  readonly text: string;
  /** Remarks beside the result, on stderr. */
  readonly notes?: string;
  /** The result for programs; `format` and `exitCode` are added. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What a verb may use of the world. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  /** A message while the verb runs, on stderr; one line. */
  readonly message: (line: string) => void;
  /** A message that is of use only while somebody watches; absent where nobody does. */
  readonly progress?: (line: string) => void;
  /** Whether the result goes to a terminal whose user wants colours; default no. */
  readonly colours?: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  /** Rejects when code of the config fails where nobody waits for it; absent where nobody watches for that. */
  readonly strayFailure?: Promise<never>;
}
