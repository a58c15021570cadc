import { DefinitionError, type Problem } from "@signalbox/contract";

/** One file of the output. */
export interface Artefact {
  /** Path below the output folder, with `/`. */
  readonly path: string;
  readonly content: string;
  /** What it is made from, in words; absent where the path says it. */
  readonly source?: string;
}

/** A path that is not the same file everywhere. */
export interface PathProblem {
  readonly code: "artefact/collision" | "artefact/path";
  readonly path: string;
  /** What is wrong, as the end of a sentence that begins with the path. */
  readonly message: string;
}

/** Names that Windows reserves, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Refuses paths that are not the same file everywhere: outside the folder, reserved somewhere, or equal to another one
 * on a file system that ignores case.
 * @throws {DefinitionError} with every such path
 */
export function assertPortable(artefacts: readonly Artefact[]): void {
  const problems = pathProblems(artefacts).map(
    ({ code, path, message }): Problem => ({
      code,
      path,
      rule: message,
      received: JSON.stringify(path),
      correction: "another name for the service, rule file or board",
    }),
  );
  if (problems.length > 0) throw new DefinitionError("output", problems);
}

/** The paths that {@link assertPortable} refuses. */
export function pathProblems(artefacts: readonly Artefact[]): readonly PathProblem[] {
  const seen = new Map<string, Artefact>();
  const problems: PathProblem[] = [];
  for (const artefact of artefacts) {
    const { path } = artefact;
    const folded = path.normalize("NFC").toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) problems.push({ code: "artefact/collision", path, message: collision(other, artefact) });
    seen.set(folded, artefact);
    if (!path.split("/").every(isPortable)) {
      const message = "the name of a file is letters, digits, dots, hyphens and underscores";
      problems.push({ code: "artefact/path", path, message });
    }
  }
  return problems;
}

function collision({ path, source: first }: Artefact, { source: second }: Artefact): string {
  const said = `another artefact has the path ${path}`;
  if (first === undefined && second === undefined) return said;
  const generated = "what Signalbox generates";
  return first === second
    ? `${said}: ${first} stands twice in the config`
    : `${said}: one is from ${first ?? generated}, one from ${second ?? generated}`;
}

function isPortable(segment: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(segment) && !/^\.\.?$|\.$/.test(segment) && !reserved.test(segment);
}
