import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Artefact } from "../artefacts/artefact.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { contentHash, readWrittenFiles, type WrittenFiles } from "./written-files.ts";

/** What happens, or would happen, to one file. */
export type FileChange =
  | { readonly kind: "created" | "unchanged"; readonly path: string }
  | { readonly kind: "changed"; readonly path: string; readonly addedLines: number; readonly removedLines: number }
  /** Written by a former run and no longer generated. */
  | { readonly kind: "removed"; readonly path: string }
  /** As `removed`, and edited since: it stays. */
  | { readonly kind: "kept"; readonly path: string };

/** Everything that a write would do to a folder. */
export interface TreePlan {
  readonly changes: readonly FileChange[];
  /** The list of a former run. */
  readonly written: WrittenFiles;
}

/** Compares artefacts with a folder. Line ends do not count as a difference. */
export async function treePlan(folder: string, artefacts: readonly Artefact[]): Promise<TreePlan> {
  const written = await readWrittenFiles(folder);
  const changes: FileChange[] = [];
  for (const { path, content } of artefacts) {
    const present = await presentText(folder, path);
    if (present === undefined) changes.push({ kind: "created", path });
    else if (contentHash(present) === contentHash(content)) changes.push({ kind: "unchanged", path });
    else changes.push({ kind: "changed", path, ...changedLines(present, content) });
  }
  const generated = new Set(artefacts.map(({ path }) => path));
  for (const [path, hash] of written) {
    if (generated.has(path)) continue;
    const present = await presentText(folder, path);
    if (present !== undefined) changes.push({ kind: contentHash(present) === hash ? "removed" : "kept", path });
  }
  return { changes: changes.sort((left, right) => (left.path < right.path ? -1 : 1)), written };
}

/** The text of a file below a folder, undefined when there is none; refuses whatever is no ordinary file in ordinary folders. */
async function presentText(folder: string, path: string): Promise<string | undefined> {
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const stats = await statsOf(join(folder, parent));
    if (stats !== undefined && !stats.isDirectory()) throw inTheWay(join(folder, parent), "a folder");
  }
  const stats = await statsOf(join(folder, path));
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw inTheWay(join(folder, path), "an ordinary file");
  return await readFile(join(folder, path), "utf8");
}

async function statsOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function inTheWay(path: string, needed: string): Failure {
  const why = "Nothing was written, because a link could lead out of the output folder.";
  return new Failure(
    exitCodes.conflict,
    `${path} has to be ${needed}, and it is not. ${why} Move it away, or choose --out.`,
  );
}

/** How many lines only one of two texts has; a line that moved does not count. */
function changedLines(before: string, after: string): { readonly addedLines: number; readonly removedLines: number } {
  const counts = new Map<string, number>();
  for (const line of before.split(/\r?\n/)) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of after.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  let addedLines = 0;
  let removedLines = 0;
  for (const count of counts.values()) {
    if (count > 0) addedLines += count;
    else removedLines -= count;
  }
  return { addedLines, removedLines };
}
