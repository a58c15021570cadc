import { relative, resolve } from "node:path";
import { allArtefacts } from "../artefacts/all-artefacts.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { changeSummary } from "../output/change-summary.ts";
import { treePlan } from "../tree/tree-plan.ts";
import { writeTree } from "../tree/write-tree.ts";

/** Options of `generate`. */
export interface GenerateOptions {
  readonly config?: string;
  /** Output folder relative to the working directory; default `out` of the config, relative to the config. */
  readonly out?: string;
  /** Writes nothing and says whether the folder differs. */
  readonly check?: boolean;
  /** Overwrites files that Signalbox did not write. */
  readonly force?: boolean;
}

/** Writes every artefact, or with `check` compares them: exit 1 when they differ. */
export async function generate(options: GenerateOptions, { cwd }: Pick<Surroundings, "cwd">): Promise<Outcome> {
  if (options.out === "") {
    const otherwise = "name the folder to write, or leave the option away to write where the config says";
    throw new Failure(exitCodes.invalid, `--out is empty: ${otherwise}.`);
  }
  const loaded = await loadConfig(cwd, options.config);
  const folder = options.out === undefined ? resolve(loaded.folder, loaded.config.out) : resolve(cwd, options.out);
  const artefacts = await allArtefacts(loaded);
  const check = options.check === true;
  const changes = check
    ? (await treePlan(folder, artefacts)).changes
    : await writeTree(folder, artefacts, { force: options.force === true });
  const differs = changes.some(({ kind }) => kind !== "unchanged" && kind !== "kept");
  return {
    exitCode: check && differs ? exitCodes.no : exitCodes.done,
    text: changeSummary(relative(cwd, folder) || ".", changes, check),
    document: { folder, check, changes },
  };
}
