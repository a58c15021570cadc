import type { RawRuleFile } from "../config-file/load-config.ts";
import type { Artefact } from "./artefact.ts";

/** The team's own rule files, byte for byte. */
export function rawRuleArtefacts(rawRules: readonly RawRuleFile[]): readonly Artefact[] {
  return rawRules.map(({ name, content }) => ({ path: `rules/${name}`, content }));
}
