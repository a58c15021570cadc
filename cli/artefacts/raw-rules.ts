import type { RawRuleFile } from "../config-file/load-config.ts";
import type { Artefact } from "./artefact.ts";

/** The team's own rule files, byte for byte. */
export function rawRuleArtefacts(rawRules: readonly RawRuleFile[]): readonly Artefact[] {
  return rawRules.map((file) => ({ path: `rules/${file.name}`, content: file.content, source: rawSource(file) }));
}

/** How the config names the file. */
export function rawSource({ path }: RawRuleFile): string {
  return `rawRules(${JSON.stringify(path)})`;
}
