import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** The names under which a config is found, in the order in which they are tried. */
const configNames: readonly string[] = ["ts", "mts", "js", "mjs"].map((end) => `signalbox.config.${end}`);

/** Finds the config: the given path, or the nearest `signalbox.config.*` from a folder upward. */
export function findConfig(cwd: string, path: string | undefined): string {
  if (path !== undefined) {
    const file = resolve(cwd, path);
    if (existsSync(file) && statSync(file).isFile()) return file;
    throw new Failure(exitCodes.invalid, `There is no config at ${file}. --config takes the path of a config file.`);
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = configNames.map((name) => join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) break;
  }
  throw new Failure(
    exitCodes.invalid,
    `No ${configNames[0]} was found in ${resolve(cwd)} or above it. Name one with --config, or write one whose default export is defineConfig({ ... }).`,
  );
}
