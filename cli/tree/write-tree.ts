import { link, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Artefact } from "../artefacts/artefact.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { closeStaging, openStaging } from "./staging.ts";
import { type FileChange, treePlan } from "./tree-plan.ts";
import { contentHash, writtenFilesName, writtenFilesText } from "./written-files.ts";

/** How a tree is written. */
export interface WriteOptions {
  /** Overwrites files that no former run wrote; default false, which refuses them. */
  readonly force?: boolean;
}

/**
 * Makes a folder hold the artefacts: all are written beside it and synced first, then renamed into place, and files of
 * a former run that are no longer generated are removed. A failure puts everything back; a process that is killed
 * leaves every file whole, and the next run finishes. Files that we did not write are never touched.
 * @throws {Failure} conflict, when a file of somebody else lies where an artefact belongs
 */
export async function writeTree(
  folder: string,
  artefacts: readonly Artefact[],
  options: WriteOptions = {},
): Promise<readonly FileChange[]> {
  const staging = await openStaging(folder);
  try {
    const { changes, written } = await treePlan(folder, artefacts);
    if (options.force !== true) refuseForeignFiles(folder, changes, new Set(written.keys()));
    const removed = changes.filter(({ kind }) => kind === "removed").map(({ path }) => path);
    const hashes = new Map(artefacts.map(({ path, content }) => [path, contentHash(content)]));
    const kept = changes.filter(({ kind }) => kind === "kept").map(({ path }) => path);
    const list = new Map([...hashes, ...[...removed, ...kept].map((path) => [path, written.get(path) ?? ""] as const)]);
    await replaceFiles(folder, staging, [
      // First, so that a run which is killed half-way still knows its files.
      ...listChange(written, list),
      ...changedArtefacts(artefacts, changes),
    ]);
    for (const path of removed) await removeFile(folder, path);
    for (const path of removed) list.delete(path);
    if (removed.length > 0) await replaceFiles(folder, staging, listChange(undefined, list));
    return changes;
  } finally {
    await closeStaging(staging);
  }
}

function refuseForeignFiles(folder: string, changes: readonly FileChange[], ours: ReadonlySet<string>): void {
  const foreign = changes.filter(({ kind, path }) => kind === "changed" && !ours.has(path)).map(({ path }) => path);
  if (foreign.length === 0) return;
  throw new Failure(
    exitCodes.conflict,
    `${folder} has files that Signalbox did not write where its own belong: ${foreign.join(", ")}. ` +
      "Nothing was written. Move them away, choose another folder with --out, or overwrite them with --force.",
  );
}

function changedArtefacts(artefacts: readonly Artefact[], changes: readonly FileChange[]): readonly Artefact[] {
  const changed = new Set(
    changes.filter(({ kind }) => kind === "created" || kind === "changed").map(({ path }) => path),
  );
  return artefacts.filter(({ path }) => changed.has(path));
}

function listChange(
  before: ReadonlyMap<string, string> | undefined,
  after: ReadonlyMap<string, string>,
): readonly Artefact[] {
  const content = writtenFilesText(after);
  if (before !== undefined && writtenFilesText(before) === content) return [];
  return [{ path: writtenFilesName, content }];
}

/** Writes and syncs all files, then renames all; when one rename fails, those before it are undone. */
async function replaceFiles(folder: string, staging: string, files: readonly Artefact[]): Promise<void> {
  for (const [index, { content }] of files.entries()) await writeSynced(join(staging, `${index}.new`), content);
  const done: { readonly target: string; readonly former: string | undefined }[] = [];
  try {
    for (const [index, { path }] of files.entries()) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      const former = await linked(target, join(staging, `${index}.old`));
      await rename(join(staging, `${index}.new`), target);
      done.push({ target, former });
    }
    for (const parent of new Set(files.map(({ path }) => dirname(join(folder, path))))) await syncFolder(parent);
  } catch (error) {
    for (const { target, former } of done.reverse()) {
      if (former === undefined) await rm(target, { force: true });
      else await rename(former, target);
    }
    throw error;
  }
  for (const { former } of done) if (former !== undefined) await rm(former, { force: true });
}

async function writeSynced(path: string, content: string): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renames of a folder last; some systems do not let a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

async function linked(target: string, former: string): Promise<string | undefined> {
  try {
    await link(target, former);
    return former;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes a file, and the folders above it that are empty then. */
async function removeFile(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    if ((await readdir(join(folder, parent))).length > 0) return;
    await rmdir(join(folder, parent));
  }
}
