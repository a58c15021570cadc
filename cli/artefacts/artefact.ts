import { DefinitionError, type Problem } from "@signalbox/contract";

/** One file of the output. */
export interface Artefact {
  /** Path below the output folder, with `/`. */
  readonly path: string;
  readonly content: string;
}

/** Names that Windows reserves, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Refuses paths that are not the same file everywhere: outside the folder, reserved somewhere, or equal to another one
 * on a file system that ignores case.
 * @throws {DefinitionError} with every such path
 */
export function assertPortable(artefacts: readonly Artefact[]): void {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path } of artefacts) {
    const folded = path.normalize("NFC").toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) {
      problems.push(problem("artefact/collision", path, `another artefact has the path ${other}`));
    }
    seen.set(folded, path);
    if (!path.split("/").every(isPortable)) {
      problems.push(
        problem("artefact/path", path, "the name of a file is letters, digits, dots, hyphens and underscores"),
      );
    }
  }
  if (problems.length > 0) throw new DefinitionError("output", problems);
}

function isPortable(segment: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(segment) && !/^\.\.?$|\.$/.test(segment) && !reserved.test(segment);
}

function problem(code: string, path: string, rule: string): Problem {
  return {
    code,
    path,
    rule,
    received: JSON.stringify(path),
    correction: "another name for the service, rule file or board",
  };
}
