import { runbooks } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { Artefact } from "./artefact.ts";
import { generatedBy } from "./yaml-text.ts";

/** One page for each alert name. */
export function runbookArtefacts(config: Config): readonly Artefact[] {
  return Object.entries(runbooks(config)).map(([name, text]) => ({
    path: `runbooks/${name}`,
    content: `<!-- ${generatedBy} -->\n\n${text.trimEnd()}\n`,
  }));
}
