import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { RawRules } from "../../config/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** A rule file of the team's own, as it was read. */
export interface RawRuleFile {
  /** Path as the config names it. */
  readonly path: string;
  /** Name under which it is shipped. */
  readonly name: string;
  readonly content: string;
}

/** Reads the rule files that a config names, from the folder in which the config lies. */
export async function readRawRules(folder: string, rules: readonly RawRules[]): Promise<readonly RawRuleFile[]> {
  return await Promise.all(rules.map(({ path }) => readOne(folder, path)));
}

async function readOne(folder: string, path: string): Promise<RawRuleFile> {
  const file = resolve(folder, path);
  try {
    return { path, name: basename(file), content: await readFile(file, "utf8") };
  } catch (error) {
    throw new Failure(
      exitCodes.invalid,
      `rules: rawRules(${JSON.stringify(path)}) cannot be read: ${(error as Error).message}. The path is relative to the config.`,
      { cause: error },
    );
  }
}
