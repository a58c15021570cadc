import { basename, dirname } from "node:path";
import { hasBrand, isDefinitionError, showValue } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { findConfig } from "./find-config.ts";
import { importConfig } from "./import-config.ts";
import { ownFrames } from "./own-frames.ts";
import { quietImport } from "./quiet-import.ts";
import { type RawRuleFile, readRawRules } from "./raw-rule-files.ts";

export type { RawRuleFile } from "./raw-rule-files.ts";

/** A config, where it lies, and the files that it names. */
export interface LoadedConfig {
  readonly config: Config;
  readonly file: string;
  readonly folder: string;
  readonly rawRules: readonly RawRuleFile[];
}

/** Loads the config of a command, with the rule files that it names. */
export async function loadConfig(cwd: string, path: string | undefined): Promise<LoadedConfig> {
  const file = findConfig(cwd, path);
  const config = brandedDefault(file, await importedModule(file));
  const folder = dirname(file);
  return { config, file, folder, rawRules: await readRawRules(folder, config.rules) };
}

async function importedModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await quietImport(file, () => importConfig(file));
  } catch (error) {
    if (error instanceof Failure || isDefinitionError(error)) throw error;
    throw new Failure(exitCodes.invalid, `${file} could not be loaded: ${ownFrames(error)}`, { cause: error });
  }
}

function brandedDefault(file: string, module: Record<string, unknown>): Config {
  const exported = module["default"];
  // A CommonJS build of the same file keeps its default one level deeper.
  const inner =
    typeof exported === "object" && exported !== null ? (exported as Record<string, unknown>)["default"] : undefined;
  for (const value of [exported, inner]) if (hasBrand(value, "config/1")) return value as Config;
  const names = Object.keys(module).filter((name) => name !== "default");
  const has =
    exported === undefined
      ? `no default export${names.length > 0 ? ` (only ${names.join(", ")})` : ""}`
      : showValue(exported);
  throw new Failure(
    exitCodes.invalid,
    `${basename(file)} has to export a config by default, and it has ${has}. Write: export default defineConfig({ ... });`,
  );
}
