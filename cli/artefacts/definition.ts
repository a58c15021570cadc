import type { Config } from "../../config/index.ts";
import type { Artefact } from "./artefact.ts";
import { jsonText } from "./json-text.ts";

/** The definition as data, for whoever reads many repositories: the config with its services, without own panels. */
export function definitionArtefact(config: Config): Artefact {
  const { boards: _, ...definition } = config;
  return { path: "signalbox.json", content: jsonText({ format: "signalbox.definition/1", ...definition }) };
}
